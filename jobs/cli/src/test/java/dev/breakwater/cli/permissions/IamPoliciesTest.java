package dev.breakwater.cli.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsCall.AwsRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that the policies grant exactly the calls in the list. After a change of the list, rewrite them with
 * {@code mvn -pl jobs/cli -am test -Dtest=IamPoliciesTest -Dsurefire.failIfNoSpecifiedTests=false -Dbreakwater.write=true}.
 */
class IamPoliciesTest {

    private static final Path FOLDER = Path.of("../../config/iam");
    /** Services whose resources another account can share. */
    private static final Pattern SHARED = Pattern.compile("\"(lambda|sts|secretsmanager|sns|events|s3):");

    @ParameterizedTest
    @EnumSource
    void theFileIsTheOneOfTheList(AwsRole role) throws IOException {
        if (Boolean.getBoolean("breakwater.write")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file(role), IamPolicies.of(role));
        }
        assertThat(file(role)).hasContent(IamPolicies.of(role));
    }

    /** Reads the file and not its writer, because a call that the writer forgot would be missing in both. */
    @ParameterizedTest
    @EnumSource
    void grantsExactlyTheCallsOfTheRole(AwsRole role) throws IOException {
        List<String> needed = AwsCall.of(role).stream()
                .filter(call -> call.target() != AwsCall.Target.NOTHING)
                .map(call -> call.permission() + (call.target() == AwsCall.Target.MAPPINGS ? " on mappings" : ""))
                .distinct()
                .toList();
        Set<String> granted = new TreeSet<>();
        for (JsonNode statement : statements(role, "Allow")) {
            boolean mappings = statement.path("Resource").toString().contains(":event-source-mapping:");
            statement.path("Action").forEach(action -> granted.add(action.asText() + (mappings ? " on mappings" : "")));
        }
        assertThat(granted).containsExactlyInAnyOrderElementsOf(needed);
    }

    @ParameterizedTest
    @EnumSource
    void holdsInEveryPartition(AwsRole role) throws IOException {
        assertThat(Files.readString(file(role))).doesNotContain("arn:aws");
    }

    /** Tests that resources that another account shares by its own policy are excluded. */
    @Test
    void whatAnotherAccountMayShareIsAllowedInOwnAccountsAlone() throws IOException {
        for (AwsRole role : AwsRole.values()) {
            for (JsonNode statement : statements(role, "Allow")) {
                if (!SHARED.matcher(statement.path("Action").toString()).find()
                        || statement.path("Resource").get(0).asText().equals("*")) continue;
                JsonNode equals = statement.path("Condition").path("StringEquals");
                assertThat(equals.path("aws:ResourceAccount").asText()
                                + equals.path("aws:ResourceOrgID").asText())
                        .as(statement.path("Sid").asText())
                        .isIn("${aws:PrincipalAccount}", "${aws:PrincipalOrgID}");
            }
        }
    }

    @Test
    void bucketsAreListedBelowOurTwoPrefixesAndObjectsAreOfThem() throws IOException {
        assertThat(statements(AwsRole.JOB, "Allow"))
                .filteredOn(s -> s.path("Action").toString().contains("s3:"))
                .hasSize(3)
                .allSatisfy(s -> {
                    boolean lists = s.path("Action").toString().contains("s3:ListBucket");
                    JsonNode prefixes = lists
                            ? s.path("Condition").path("StringLikeIfExists").path("s3:prefix")
                            : s.path("Resource");
                    assertThat(prefixes)
                            .isNotEmpty()
                            .allSatisfy(prefix -> assertThat(prefix.asText())
                                    .matches("(arn:\\*:s3:::breakwater-\\*/)?(metric-stream|run)/\\*"));
                });
    }

    @Test
    void onlyWhatCannotBeNarrowedIsGrantedOnEverything() throws IOException {
        List<String> onEverything = new ArrayList<>();
        for (AwsRole role : AwsRole.values()) {
            for (JsonNode statement : statements(role, "Allow")) {
                if (statement.path("Resource").get(0).asText().equals("*")) {
                    statement.path("Action").forEach(action -> onEverything.add(action.asText()));
                }
            }
        }
        assertThat(onEverything)
                .containsExactlyInAnyOrder(
                        "lambda:ListFunctions",
                        "lambda:GetAccountSettings",
                        "lambda:ListEventSourceMappings",
                        "tag:GetResources",
                        "cloudwatch:ListMetrics",
                        "cloudwatch:GetMetricData",
                        "cloudwatch:PutMetricData");
    }

    /**
     * Tests condition keys. A condition on a key that the call does not send is never met: an Allow would grant
     * nothing, and a Deny would refuse nothing.
     */
    @ParameterizedTest
    @EnumSource(names = {"ACT", "RETURN"})
    void eachConditionIsOnAKeyThatTheCallSends(AwsRole role) throws IOException {
        Map<String, String> rows = Files.readAllLines(FOLDER.resolve("README.md")).stream()
                .filter(line -> line.startsWith("| `lambda:"))
                .map(line -> line.split("\\s*\\|\\s*"))
                .collect(Collectors.toMap(
                        cells -> cells[1].replace("`", ""),
                        cells -> (cells[3].equals("yes") ? "aws:ResourceTag " : "")
                                + (cells[4].equals("yes") ? "aws:TagKeys " : "")
                                + (cells[5].equals("yes") ? "lambda:FunctionArn" : "")));
        List<JsonNode> all = new ArrayList<>(statements(role, "Allow"));
        all.addAll(statements(role, "Deny"));
        int asked = 0;
        for (JsonNode statement : all) {
            Set<String> keys = new TreeSet<>();
            statement
                    .path("Condition")
                    .forEach(operator ->
                            operator.fieldNames().forEachRemaining(key -> keys.add(key.replaceFirst("/.*", ""))));
            keys.remove("aws:ResourceAccount");
            if (keys.isEmpty()) continue;
            for (JsonNode action : statement.path("Action")) {
                assertThat(rows.getOrDefault(action.asText(), "").split(" "))
                        .as(statement.path("Sid").asText() + ' ' + action.asText())
                        .containsAll(keys);
                asked++;
            }
        }
        assertThat(asked).isPositive();
    }

    @Test
    void onlyTheCanaryCanBeInvoked() throws IOException {
        for (AwsRole role : AwsRole.values()) {
            for (JsonNode statement : statements(role, "Allow")) {
                if (!statement.path("Action").toString().contains(":Invoke")) continue;
                assertThat(role).isEqualTo(AwsRole.DRILL);
                assertThat(statement.path("Resource")).hasSize(1);
                assertThat(statement.path("Resource").get(0).asText()).endsWith(":function:canary-of-breakwater");
            }
        }
    }

    @Test
    void keyFiguresGoToTheirNamespaceOnly() throws IOException {
        assertThat(statements(AwsRole.JOB, "Allow"))
                .filteredOn(s -> s.path("Action").toString().contains("cloudwatch:PutMetricData"))
                .singleElement()
                .satisfies(s -> assertThat(s.path("Condition").toString())
                        .isEqualTo("{\"StringEquals\":{\"cloudwatch:namespace\":\"Breakwater\"}}"));
    }

    static Path file(AwsRole role) {
        return FOLDER.resolve(
                switch (role) {
                    case OBSERVE -> "observe-role.json";
                    case ACT -> "act-role.json";
                    case RETURN -> "return-role.json";
                    case JOB -> "job-identity.json";
                    case DRILL -> "drill-role.json";
                });
    }

    static List<JsonNode> statements(AwsRole role, String effect) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        new ObjectMapper().readTree(file(role).toFile()).path("Statement").forEach(statement -> {
            if (statement.path("Effect").asText().equals(effect)) found.add(statement);
        });
        return found;
    }
}
