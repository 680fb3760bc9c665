package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.Warnings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsCall.AwsUse;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.kind.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the templates refer only to existing resources and contain a valid configuration.
 * {@link TemplateRolesTest} tests the permissions.
 */
class CloudFormationTest {

    private static final Path CONFIG = Path.of("../../config");
    static final String WATCHED = "watched-account.yaml";
    static final String CENTRAL = "central-account.yaml";
    private static final Pattern IN_TEXT = Pattern.compile("\\$\\{([A-Za-z0-9:]+)(\\.[A-Za-z]+)?}");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Values of parameters and resources that the configuration names. */
    static final Map<String, String> VALUES = Map.of(
            "AWS::AccountId",
            "444455556666",
            "WatchedAccount",
            "111122223333",
            "WatchedRegion",
            "eu-west-1",
            "Organisation",
            "o-abcdefghij",
            "Bucket",
            "breakwater-444455556666",
            "Bucket.Arn",
            "arn:aws:s3:::breakwater-444455556666",
            "Alarms",
            "arn:aws:sns:eu-west-1:444455556666:breakwater",
            "Balancer",
            "arn:aws:elasticloadbalancing:eu-west-1:444455556666:loadbalancer/app/breakwater/0123456789abcdef");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {WATCHED, CENTRAL, "stackset.yaml"})
    void everyNameIsOfAParameterResourceOrConditionAndEveryParameterIsUsed(String file) throws IOException {
        JsonNode template = template(file);
        Set<String> parameters = names(template.path("Parameters"));
        Set<String> resources = names(template.path("Resources"));
        Set<String> conditions = names(template.path("Conditions"));
        Set<String> known = new TreeSet<>(parameters);
        known.addAll(resources);
        Set<String> used = new TreeSet<>();
        for (JsonNode node : all(template)) {
            ofCondition(node).forEach(c -> assertThat(conditions).as(file).contains(c));
            Set<String> here = references(node);
            here.removeIf(name -> name.startsWith("AWS::"));
            assertThat(known).as(file + ": " + node).containsAll(here);
            if (node.has("Fn::GetAtt"))
                assertThat(resources).contains(node.path("Fn::GetAtt").path(0).asText());
            used.addAll(here);
        }
        assertThat(used).as(file).containsAll(parameters);
        assertThat(template.path("Resources"))
                .allSatisfy(r -> assertThat(r.path("Type").asText()).matches("AWS::[A-Za-z0-9]+::[A-Za-z]+"));
    }

    /**
     * Tests that each account's roles and folders have the names that the central configuration builds with {account}.
     */
    @Test
    void theStackSetMakesTheRolesThatTheConfigurationOfAnOrganisationNames() throws IOException {
        JsonNode resources = template("stackset.yaml").path("Resources");
        Set<String> given = new TreeSet<>();
        for (String set : List.of("First", "Others")) {
            JsonNode properties = resources.path(set).path("Properties");
            assertThat(properties.path("PermissionModel").asText()).isEqualTo("SERVICE_MANAGED");
            assertThat(properties.path("AutoDeployment").path("Enabled").asBoolean())
                    .isTrue();
            properties
                    .path("Parameters")
                    .forEach(p -> given.add(p.path("ParameterKey").asText()));
        }
        JsonNode parameters = template(WATCHED).path("Parameters");
        assertThat(names(parameters)).containsAll(given);
        parameters.properties().stream()
                .filter(p -> !p.getValue().has("Default"))
                .forEach(p -> assertThat(given).contains(p.getKey()));
        JsonNode delegated = resources.path("Delegation").path("Properties").path("Content");
        assertThat(delegated.path("Statement").path(0).path("Action"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(Arrays.stream(AwsCall.values())
                        .filter(call -> call.use() == AwsUse.ORGANIZATION)
                        .map(AwsCall::permission)
                        .toList());
        Path file = Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: ./in } }
                %s""".formatted(
                        example(Files.readString(Path.of("../../docs/configuration.md")))));
        Settings settings = ConfigLoader.load(file).value();
        Settings.Account account = settings.organization().account("111122223333");
        String watched = template(WATCHED).path("Resources").toString();
        for (String role : List.of(account.observeRole(), account.actRole(), account.returnRole())) {
            assertThat(watched).contains("\"RoleName\":\"" + role.replaceAll(".*/", "") + "\"");
        }
    }

    /** Returns the block of YAML about organisations. */
    private static String example(String page) {
        return "organization:" + page.split("```yaml\norganization:", 2)[1].split("```", 2)[0];
    }

    /**
     * Tests that the canary is tagged, has its own bounds and no permissions, and is the function that the drill's role
     * may call.
     */
    @Test
    void theCanaryIsMarkedBoundedAndMayDoNothing() throws IOException {
        JsonNode resources = template(WATCHED).path("Resources");
        JsonNode canary = resources.path("CanaryFunction").path("Properties");
        assertThat(canary.path("Tags").toString()).isEqualTo("[{\"Key\":\"breakwater-canary\",\"Value\":\"true\"}]");
        assertThat(canary.path("ReservedConcurrentExecutions").asInt()).isBetween(10, 50);
        assertThat(resources.path("CanaryRole").path("Properties").has("Policies"))
                .isFalse();
        String name = canary.path("FunctionName").asText();
        assertThat(resources.path("DrillRole").toString()).contains(":function:" + name + "\"");
        assertThat(Files.readString(CONFIG.resolve("cloudformation").resolve(CENTRAL)))
                .contains("match: { function: " + name + " }");
        assertThat(Breakwater.commandLine()
                        .getSubcommands()
                        .get("drill")
                        .getCommandSpec()
                        .positionalParameters()
                        .get(0)
                        .defaultValue())
                .isEqualTo(name);
    }

    /** The values for account and bucket do not affect the validity. */
    @ParameterizedTest
    @CsvSource({
        "*,'','',''",
        "checkout-*,'',ou-ab12-cdefgh34,''",
        "*,us-east-1,'ou-ab12-cdefgh34,ou-ab12-cdefgh56',console.example.org",
        "checkout-*,'eu-central-1,us-east-1','',console.example.org"
    })
    void theConfigurationInTheTemplateIsValidInEachModeAndNothingInItIsHardlyMeant(
            String enforceFor, String regions, String units, String host) throws IOException {
        for (JsonNode mode : template(CENTRAL).path("Parameters").path("Mode").path("AllowedValues")) {
            Map<String, String> values = new TreeMap<>(VALUES);
            values.putAll(Map.of(
                    "Mode", mode.asText(),
                    "EnforceFor", enforceFor,
                    "Units", units,
                    "OtherRegions", regions,
                    "ConsoleHost", host));
            String filled = settings(template(CENTRAL), values);
            assertThat(filled.length()).as("an advanced parameter holds 8 KB").isLessThan(7_000);
            Path file = Files.writeString(folder.resolve("breakwater.yaml"), filled);
            assertThat(ConfigLoader.load(file).problems()).as(filled).isEmpty();
            Settings meant = ConfigLoader.load(file).value();
            assertThat(Warnings.of(meant, Instant.EPOCH)).as(filled).isEmpty();
            assertThat(meant.organization().enabled()).isEqualTo(!units.isEmpty());
            List<String> watchedIn = meant.organization().enabled()
                    ? meant.organization().regions()
                    : meant.accounts().get(0).regions();
            assertThat(String.join(",", watchedIn)).isEqualTo(regions.isEmpty() ? "eu-west-1" : "eu-west-1," + regions);
            assertThat(meant.door().hearsCallbacks()).isEqualTo(!host.isEmpty());
            assertThat(meant.pages().baseUrl()).isEqualTo(host.isEmpty() ? "" : "https://" + host + "/incidents");
        }
    }

    /** The text of the central template's configuration. */
    static String settings(JsonNode template, Map<String, String> values) {
        JsonNode value =
                template.path("Resources").path("Settings").path("Properties").path("Value");
        return ResolvedTemplate.of(template, values).resolve(value).asText();
    }

    /** Tests references: a reference to a missing resource makes the whole stack fail. */
    @Test
    void whatIsMadeOnlyNamesWhatIsMade() throws IOException {
        JsonNode template = template(CENTRAL);
        for (String host : List.of("", "console.example.org")) {
            Map<String, String> values = new TreeMap<>(VALUES);
            values.put("ConsoleHost", host);
            for (String attribute : List.of(
                    "Settings.Value",
                    "Balancer.DNSName",
                    "Balancer.LoadBalancerFullName",
                    "ConsoleTargets.TargetGroupFullName")) values.put(attribute, "");
            ResolvedTemplate central = ResolvedTemplate.of(template, values);
            Set<String> made = new TreeSet<>();
            template.path("Resources").properties().forEach(r -> {
                if (!central.makes(r.getValue())) return;
                made.add(r.getKey());
                assertThat(central.resolve(r.getValue().path("Properties"))).isNotEmpty();
            });
            assertThat(made).contains("Job", "Sweep", "NoHeartbeat").doesNotContain("DrillTask", "AlarmsToPagerDuty");
            assertThat(made.stream().anyMatch(name -> name.matches("(Console|Callbacks|Balancer).*")))
                    .isEqualTo(!host.isEmpty());
        }
    }

    /** The job's own alarms are on the same topic in CloudWatch's form, but the job sends them to PagerDuty itself. */
    @Test
    void pagerDutyHearsFromCloudWatchThatTheJobOrTheSweepIsSilentAndNothingThatTheJobTellsItself() throws IOException {
        JsonNode template = template(CENTRAL);
        JsonNode subscription = template.path("Resources").path("AlarmsToPagerDuty");
        assertThat(template.at("/Parameters/PagerDutyAlarms/NoEcho").asBoolean())
                .isTrue();
        assertThat(subscription.path("Condition").asText()).isEqualTo("PagesOfTheJob");
        assertThat(subscription.at("/Properties/FilterPolicyScope").asText()).isEqualTo("MessageBody");
        assertThat(subscription
                        .at("/Properties/FilterPolicy/AlarmName/0/anything-but/prefix")
                        .asText())
                .isEqualTo("Breakwater ");
        for (String alarm : List.of("NoHeartbeat", "ConsoleDown", "NoSweep")) {
            for (String actions : List.of("AlarmActions", "OKActions")) {
                assertThat(template.at("/Resources/" + alarm + "/Properties/" + actions + "/0/Ref")
                                .asText())
                        .isEqualTo("Alarms");
            }
        }
    }

    /** Tests the line of a successful sweep, because its absence covers every failure, also of the start. */
    @Test
    void aSweepRunsInEveryModeAndAnAlarmMissesTheLineOfItsSuccess() throws IOException {
        JsonNode resources = template(CENTRAL).path("Resources");
        assertThat(resources.at("/SweepSchedule/Properties").has("State")).isFalse();
        for (String name : List.of("Sweep", "SweepSchedule", "Swept", "NoSweep")) {
            assertThat(resources.path(name).has("Condition")).as(name).isFalse();
        }
        JsonNode alarm = resources.at("/NoSweep/Properties");
        JsonNode counted = resources.at("/Swept/Properties/MetricTransformations/0");
        assertThat(alarm.path("Namespace")).isEqualTo(counted.path("MetricNamespace"));
        assertThat(alarm.path("MetricName")).isEqualTo(counted.path("MetricName"));
        assertThat(alarm.path("TreatMissingData").asText()).isEqualTo("breaching");
        // LeverCommandsIT reads the line
        assertThat(resources.at("/Swept/Properties/FilterPattern").asText()).isEqualTo("\"sweep complete\"");
    }

    @Test
    void theStreamSendsTheMetricsThatTheJobReadsAndNoOthers() throws IOException {
        JsonNode filters = template(WATCHED).at("/Resources/Stream/Properties/IncludeFilters");
        ResourceKind lambda = ResourceKind.of("checkout");
        assertThat(filters).hasSize(1);
        assertThat(filters.at("/0/Namespace").asText()).isEqualTo(lambda.namespace());
        assertThat(filters.at("/0/MetricNames"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(MetricRole.values())
                        .filter(lambda::has)
                        .map(lambda::metric)
                        .toList());
    }

    @Test
    void slackIsAReceiverIfItsSecretIsNamed() throws IOException {
        JsonNode template = template(CENTRAL);
        String secret = "arn:aws:secretsmanager:eu-west-1:444455556666:secret:breakwater/slack-a1b2c3";
        for (String named : List.of("", secret)) {
            Map<String, String> values = new TreeMap<>(VALUES);
            values.put("SlackWebhook", named);
            values.put("Settings.Value", "");
            Path file = Files.writeString(folder.resolve("breakwater.yaml"), settings(template, values));
            assertThat(ConfigLoader.load(file).problems()).isEmpty();
            assertThat(ConfigLoader.load(file)
                            .value()
                            .alarms()
                            .all()
                            .get(0)
                            .channels()
                            .names())
                    .containsExactlyElementsOf(
                            named.isEmpty() ? List.of("pagerduty", "sns") : List.of("pagerduty", "sns", "slack"));
            values.put("Drill", "yes");
            ResolvedTemplate central = ResolvedTemplate.of(template, values);
            for (String task : List.of("Job", "DrillTask")) {
                assertThat(central.resolve(template.at(
                                        "/Resources/" + task + "/Properties/ContainerDefinitions/0/Secrets"))
                                .toString()
                                .contains("{\"Name\":\"SLACK_WEBHOOK\",\"ValueFrom\":\"" + secret + "\"}"))
                        .as(task)
                        .isEqualTo(!named.isEmpty());
            }
            String read = central.resolve(template.at("/Resources/ExecutionRole/Properties/Policies"))
                    .toString();
            assertThat(read.contains(secret)).isEqualTo(!named.isEmpty());
        }
    }

    /** Tests that the rule asks for every parameter of the console that has no value by default. */
    @Test
    void aConsoleNeedsEachOfItsParameters() throws IOException {
        JsonNode template = template(CENTRAL);
        Set<String> console = names(template.path("Parameters")).stream()
                .filter(name -> name.matches("Console(?!Host).*|WebhookSecret"))
                .collect(Collectors.toSet());
        Set<String> asked = new TreeSet<>();
        template.at("/Rules/ConsoleIsWhole/Assertions/0/Assert/Fn::Not/0/Fn::Or")
                .forEach(empty -> asked.add(empty.at("/Fn::Equals/0/Ref").asText()));
        assertThat(asked).isEqualTo(console);
        // a rule compares texts only
        assertThat(asked)
                .allSatisfy(name -> assertThat(
                                template.at("/Parameters/" + name + "/Type").asText())
                        .isEqualTo("String"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "111122223333", "012345678901,111122223333"})
    void excludedAccountsArePlainNumbers(String exclude) throws IOException {
        JsonNode template = template(CENTRAL);
        assertThat(exclude)
                .matches(template.at("/Parameters/Exclude/AllowedPattern").asText());
        Map<String, String> values = new TreeMap<>(VALUES);
        values.putAll(Map.of("Units", "ou-ab12-cdefgh34", "Exclude", exclude));
        Path file = Files.writeString(folder.resolve("breakwater.yaml"), settings(template, values));
        assertThat(ConfigLoader.load(file).problems()).isEmpty();
        assertThat(String.join(
                        ",", ConfigLoader.load(file).value().organization().exclude()))
                .isEqualTo(exclude);
    }

    @Test
    void onlyApproversMayUseTheConsoleIfTheyAreNamed() throws IOException {
        JsonNode template = template(CENTRAL);
        String approvers = "alice@example.com,bob@example.com";
        assertThat(approvers)
                .matches(template.at("/Parameters/Approvers/AllowedPattern").asText());
        Map<String, String> values = new TreeMap<>(VALUES);
        values.putAll(Map.of("ConsoleHost", "console.example.org", "Approvers", approvers));
        Path file = Files.writeString(folder.resolve("breakwater.yaml"), settings(template, values));
        assertThat(ConfigLoader.load(file).problems()).isEmpty();
        assertThat(ConfigLoader.load(file).value().door().users())
                .extracting(user -> user.name() + ' ' + user.may())
                .containsExactly("alice@example.com approve", "bob@example.com approve");
    }

    @Test
    void onlyPagerDutyNeedsNoSignInBecauseTheTemplateHasNoSecretOfSlack() throws IOException {
        JsonNode rule = template(CENTRAL).at("/Resources/CallbacksRule/Properties/Conditions/0");
        assertThat(rule.path("Values")).hasToString("[\"/pagerduty\"]");
    }

    /** Tests that another text makes another task, because ECS reads a secret only when a task starts. */
    @Test
    void aChangedConfigurationStartsTheTasksAnew() throws IOException {
        JsonNode resources = template(CENTRAL).path("Resources");
        for (String task : List.of("Job", "Sweep", "DrillTask", "Console")) {
            JsonNode container = resources
                    .path(task)
                    .path("Properties")
                    .path("ContainerDefinitions")
                    .path(0);
            assertThat(container.path("Environment").toString())
                    .contains("{\"Name\":\"SETTINGS\",\"Value\":{\"Fn::GetAtt\":[\"Settings\",\"Value\"]}}");
            assertThat(container.path("Secrets").toString()).doesNotContain("SETTINGS");
        }
    }

    @Test
    void theTasksRunCommandsOnThatConfiguration() throws IOException {
        JsonNode resources = template(CENTRAL).path("Resources");
        for (String task : List.of("Job", "Sweep", "DrillTask", "Console")) {
            JsonNode container = resources
                    .path(task)
                    .path("Properties")
                    .path("ContainerDefinitions")
                    .path(0);
            String command = container.path("Command").path(0).asText();
            assertThat(command).startsWith("printf \"%s\" \"$SETTINGS\" > /tmp/breakwater.yaml && ");
            assertThat(container.path("Environment").toString()).contains("\"CONFIG\"");
            String name = command.replaceAll(".* breakwater (\\S+) .*", "$1");
            assertThat(Breakwater.commandLine().getSubcommands())
                    .containsKey(name.replaceAll("\\$\\{COMMAND:-(\\w+)}", "$1"));
            assertThat(command).contains(name + " -c $CONFIG");
        }
        assertThat(Files.readString(Path.of("../../docker/Dockerfile"))).contains(" /usr/local/bin/breakwater\n");
        assertThat(resources.path("Heartbeat").toString()).contains("samples in the last minute");
    }

    private static Set<String> ofCondition(JsonNode node) {
        JsonNode name = node.has("Fn::If") ? node.path("Fn::If").path(0) : node.path("Condition");
        return name.isTextual() ? Set.of(name.asText()) : Set.of();
    }

    private static Set<String> references(JsonNode node) {
        Set<String> names = new TreeSet<>();
        if (node.has("Ref")) names.add(node.path("Ref").asText());
        if (node.has("Fn::GetAtt")) names.add(node.path("Fn::GetAtt").path(0).asText());
        if (node.has("Fn::Sub")) {
            JsonNode sub = node.path("Fn::Sub");
            String text = sub.isArray() ? sub.path(0).asText() : sub.asText();
            IN_TEXT.matcher(text).results().forEach(m -> names.add(m.group(1)));
            names.removeAll(names(sub.path(1)));
        }
        node.path("DependsOn").forEach(d -> names.add(d.asText()));
        return names;
    }

    static List<JsonNode> all(JsonNode node) {
        List<JsonNode> all = new ArrayList<>(List.of(node));
        node.forEach(child -> all.addAll(all(child)));
        return all;
    }

    private static Set<String> names(JsonNode section) {
        return section.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    static JsonNode template(String file) throws IOException {
        return YAML.readTree(CONFIG.resolve("cloudformation").resolve(file).toFile());
    }
}
