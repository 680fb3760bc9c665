package dev.breakwater.cli;

import static dev.breakwater.cli.CloudFormationTest.CENTRAL;
import static dev.breakwater.cli.CloudFormationTest.VALUES;
import static dev.breakwater.cli.CloudFormationTest.WATCHED;
import static dev.breakwater.cli.CloudFormationTest.all;
import static dev.breakwater.cli.CloudFormationTest.template;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.exposure.read.IamEvaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the templates' roles grant no more than {@code config/iam}, and that the tasks get no more than they need.
 */
class TemplateRolesTest {

    private static final Path CONFIG = Path.of("../../config");
    private static final String CENTRAL_ACCOUNT = "444455556666";
    private static final String WATCHED_ACCOUNT = "111122223333";

    @Test
    void theRolesHaveTheNamesAndPoliciesOfConfigIam() throws IOException {
        assertRole(template(WATCHED), "ObserveRole", "breakwater-observe", "observe-role.json");
        assertRole(template(WATCHED), "ActRole", "breakwater-act", "act-role.json");
        assertRole(template(WATCHED), "DrillRole", "breakwater-drill", "drill-role.json");
        assertRole(template(WATCHED), "ReturnRole", "breakwater-return", "return-role.json");
        for (String role : List.of("ActRole", "ReturnRole")) {
            assertThat(template(WATCHED).path("Resources").path(role).toString())
                    .contains(":role/breakwater-job")
                    .contains("\"Condition\":\"MayAct\"");
        }
        assertThat(template(WATCHED).path("Resources").path("DrillRole").toString())
                .contains(":role/breakwater-drill-task")
                .doesNotContain("breakwater-job");
    }

    /**
     * Tests ARNs in other partitions. A role with an ARN of the wrong partition can be created, but cannot do anything.
     */
    @ParameterizedTest
    @ValueSource(strings = {WATCHED, CENTRAL, "stackset.yaml"})
    void noArnNamesAPartition(String file) throws IOException {
        assertThat(Files.readString(CONFIG.resolve("cloudformation").resolve(file)))
                .doesNotContain("arn:aws")
                .doesNotContain("arn:*");
    }

    /** It is unknown whether Firehose and metric streams send the account for which they act. */
    @ParameterizedTest
    @ValueSource(strings = {WATCHED, CENTRAL})
    void aServiceTakesARoleForThisAccountAlone(String file) throws IOException {
        Set<String> told = Set.of("ecs-tasks.amazonaws.com", "events.amazonaws.com", "lambda.amazonaws.com");
        List<JsonNode> trusts = all(template(file)).stream()
                .filter(node -> told.contains(node.at("/Principal/Service").asText()))
                .filter(node -> node.path("Action").asText().equals("sts:AssumeRole"))
                .toList();
        assertThat(trusts)
                .isNotEmpty()
                .allSatisfy(trust -> assertThat(trust.at("/Condition/StringEquals/aws:SourceAccount/Ref")
                                .asText())
                        .isEqualTo("AWS::AccountId"));
    }

    @Test
    void tasksWriteToVolumesAloneAndOnlyWhoPagesHasThePagersKey() throws IOException {
        JsonNode resources = template(CENTRAL).path("Resources");
        for (String task : List.of("Job", "Sweep", "DrillTask", "Console")) {
            JsonNode properties = resources.path(task).path("Properties");
            JsonNode container = properties.path("ContainerDefinitions").path(0);
            assertThat(container.path("ReadonlyRootFilesystem").asBoolean())
                    .as(task)
                    .isTrue();
            assertThat(container.path("MountPoints"))
                    .extracting(m -> m.path("ContainerPath").asText())
                    .containsExactly("/tmp", "/var/breakwater");
            assertThat(container.toString().contains("PagerDutyKey"))
                    .as(task)
                    .isEqualTo(task.equals("Job") || task.equals("DrillTask"));
        }
        // a volume on Fargate has the owner and rights of the image's folder, if that folder is declared a volume
        assertThat(Files.readString(Path.of("../../docker/Dockerfile"))).contains("\nVOLUME /tmp\n");
    }

    /** Returns the calls in job-identity.json that the template's configuration makes on its own resources. */
    @ParameterizedTest
    @CsvSource({"true,no", "false,no", "false,yes"})
    void theJobMayWhatItsConfigurationNeedsAndNoMore(boolean ofUnits, String inBucket) throws IOException {
        JsonNode role = template(CENTRAL).at("/Resources/JobRole/Properties/Policies/0/PolicyDocument");
        Map<String, String> values = new TreeMap<>(VALUES);
        values.put("Units", ofUnits ? "ou-ab12-cdefgh34" : "");
        values.put("ConfigInBucket", inBucket);
        boolean ofItsOwn = inBucket.equals("yes");
        IamEvaluator job =
                new IamEvaluator(ResolvedTemplate.of(template(CENTRAL), values).resolve(role));
        String bucket = values.get("Bucket.Arn");
        assertThat(List.of(
                        allows(job, "sts:AssumeRole", role(WATCHED_ACCOUNT, "act"), "o-abcdefghij"),
                        allows(job, "sts:AssumeRole", role(WATCHED_ACCOUNT, "return"), "o-abcdefghij"),
                        allows(job, "sts:AssumeRole", role(WATCHED_ACCOUNT, "observe"), "o-abcdefghij"),
                        allows(job, "sns:Publish", values.get("Alarms"), ""),
                        allows(job, "s3:GetObject", bucket + "/metric-stream/1/eu-west-1/x.gz", ""),
                        allows(job, "s3:GetObject", bucket + "/run/breakwater.yaml", ""),
                        allows(job, "s3:ListBucket", bucket, "metric-stream/1/eu-west-1/")))
                .containsOnly(true);
        assertThat(allows(job, "sts:AssumeRole", role("777788889999", "act"), "o-abcdefghij"))
                .as("another account of the organisation")
                .isEqualTo(ofUnits || ofItsOwn);
        assertThat(allows(job, "secretsmanager:GetSecretValue", secret("breakwater/payments"), ""))
                .as("a secret of a configuration of one's own")
                .isEqualTo(ofItsOwn);
        assertThat(List.of(
                        allows(job, "sts:AssumeRole", role(WATCHED_ACCOUNT, "act"), "o-zzzzzzzzzz"),
                        allows(job, "sts:AssumeRole", role(WATCHED_ACCOUNT, "drill"), "o-abcdefghij"),
                        allows(job, "sns:Publish", values.get("Alarms") + "2", ""),
                        allows(job, "s3:GetObject", bucket + "/failed/x", ""),
                        allows(job, "s3:GetObject", "arn:aws:s3:::breakwater-of-somebody/metric-stream/x", ""),
                        allows(job, "s3:ListBucket", bucket, "failed/"),
                        allows(job, "s3:PutObject", bucket + "/metric-stream/x", ""),
                        allows(job, "s3:PutObject", bucket + "/run/breakwater.yaml", ""),
                        allows(job, "s3:DeleteObject", bucket + "/metric-stream/x", ""),
                        allows(job, "secretsmanager:GetSecretValue", secret("payments"), ""),
                        allows(job, "events:PutEvents", "arn:aws:events:eu-west-1:444455556666:event-bus/default", "")))
                .containsOnly(false);
    }

    /** Tests that delivered objects are deleted after 30 days, and that the configuration and files below run/ stay. */
    @Test
    void onlyWhatLandedExpires() throws IOException {
        assertThat(template(CENTRAL).at("/Resources/Bucket/Properties/LifecycleConfiguration/Rules"))
                .extracting(rule -> rule.path("Prefix").asText())
                .containsExactly("metric-stream/", "failed/");
    }

    @Test
    void theConsoleMayReadItsConfigurationAloneAndOnlyItsLoadBalancerReachesItsTwoPorts() throws IOException {
        JsonNode resources = template(CENTRAL).path("Resources");
        assertThat(resources.at("/ConsoleRole/Properties/Policies").toString())
                .contains(
                        "\"Action\":[\"s3:GetObject\"],\"Resource\":[{\"Fn::Sub\":\"${Bucket.Arn}/run/breakwater.yaml\"}]")
                .containsOnlyOnce("\"Action\"");
        JsonNode reached = resources.at("/ConsoleNetwork/Properties/SecurityGroupIngress");
        assertThat(reached).hasSize(1);
        assertThat(reached.at("/0/SourceSecurityGroupId/Ref").asText()).isEqualTo("BalancerNetwork");
        assertThat(resources.at("/ConsoleTargets/Properties/Port")).isEqualTo(reached.at("/0/FromPort"));
        assertThat(resources.at("/CallbacksTargets/Properties/Port")).isEqualTo(reached.at("/0/ToPort"));
        assertThat(resources.at("/Network/Properties").has("SecurityGroupIngress"))
                .isFalse();
        assertThat(resources
                        .at("/ConsoleListener/Properties/DefaultActions/0/AuthenticateOidcConfig/ClientSecret/Fn::Sub")
                        .asText())
                .startsWith("{{resolve:secretsmanager:${ConsoleClientSecret}");
    }

    private static String secret(String name) {
        return "arn:aws:secretsmanager:eu-west-1:444455556666:secret:" + name;
    }

    private static String role(String account, String name) {
        return "arn:aws:iam::" + account + ":role/breakwater-" + name;
    }

    /** @param more the organisation of a role, or the prefix that is listed */
    private static boolean allows(IamEvaluator job, String action, String resource, String more) {
        Map<String, List<String>> context =
                more.isEmpty() ? Map.of() : Map.of("aws:resourceorgid", List.of(more), "s3:prefix", List.of(more));
        String arn = role(CENTRAL_ACCOUNT, "job");
        return job.allows(new IamEvaluator.Request(CENTRAL_ACCOUNT, arn, "", action, resource, context));
    }

    /** Tests who may write into the bucket, because a writer can forge metrics. */
    @Test
    void onlyTheDeliveriesOfTheOrganisationMayWriteIntoTheBucket() throws IOException {
        JsonNode policy =
                template(CENTRAL).path("Resources").path("BucketPolicy").at("/Properties/PolicyDocument/Statement/0");
        JsonNode allowed = policy.path("Condition");
        String pattern = allowed.at("/ArnLike/aws:PrincipalArn/Fn::Sub").asText();
        assertThat(pattern).endsWith(":role/breakwater-delivery-*");
        String role = template(WATCHED)
                .at("/Resources/DeliveryRole/Properties/RoleName/Fn::Sub")
                .asText();
        assertThat(role).isEqualTo("breakwater-delivery-${AWS::Region}");
        String landed = template(WATCHED)
                .at("/Resources/Delivery/Properties/ExtendedS3DestinationConfiguration/Prefix/Fn::Sub")
                .asText();
        assertThat(landed).startsWith("metric-stream/${AWS::AccountId}/${AWS::Region}/");
        assertThat(policy.at("/Resource/1/Fn::Sub").asText())
                .isEqualTo("${Bucket.Arn}/metric-stream/${!aws:PrincipalAccount}/*");
        assertThat(template(CENTRAL).path("Resources").path("Settings").toString())
                .contains("${Bucket}/metric-stream/{account}/{region}/");
        assertThat(allowed.at("/StringEquals/aws:PrincipalOrgID").isMissingNode())
                .isFalse();
    }

    private static void assertRole(JsonNode template, String resource, String name, String policy) throws IOException {
        JsonNode role = template.path("Resources").path(resource).path("Properties");
        assertThat(role.path("RoleName").asText()).isEqualTo(name);
        JsonNode granted = role.path("Policies").path(0).path("PolicyDocument");
        // of any partition, as in the file
        assertThat(new ResolvedTemplate(Map.of("AWS::Partition", "*"), Map.of()).resolve(granted))
                .isEqualTo(new ObjectMapper()
                        .readTree(CONFIG.resolve("iam").resolve(policy).toFile()));
    }
}
