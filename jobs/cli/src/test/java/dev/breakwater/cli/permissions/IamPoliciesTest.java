package dev.breakwater.cli.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The policies grant exactly the calls in the list. After a change of the list write them anew with
 * {@code mvn -pl jobs/cli -am test -Dtest=IamPoliciesTest -Dsurefire.failIfNoSpecifiedTests=false -Dbreakwater.write=true}.
 */
class IamPoliciesTest {

    private static final Path FOLDER = Path.of("../../config/iam");

    @ParameterizedTest
    @EnumSource
    void theFileIsTheOneOfTheList(AwsRole role) throws IOException {
        if (Boolean.getBoolean("breakwater.write")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file(role), IamPolicies.of(role));
        }
        assertThat(file(role)).hasContent(IamPolicies.of(role));
    }

    /** Read from the file, not from what writes it: a call that the writer forgot would be missing in both. */
    @ParameterizedTest
    @EnumSource
    void grantsExactlyTheCallsOfTheRole(AwsRole role) throws IOException {
        List<String> needed = AwsCall.of(role).stream()
                .filter(call -> call.target() != AwsCall.Target.NOTHING)
                .map(call -> call.permission() + (call.target() == AwsCall.Target.MAPPINGS ? " on mappings" : ""))
                .distinct()
                .toList();
        List<String> granted = new ArrayList<>();
        for (JsonNode statement : statements(role, "Allow")) {
            boolean mappings = statement.path("Resource").toString().contains(":event-source-mapping:");
            statement.path("Action").forEach(action -> granted.add(action.asText() + (mappings ? " on mappings" : "")));
        }
        assertThat(granted).containsExactlyInAnyOrderElementsOf(needed);
    }

    @Test
    void onlyUnprotectedFunctionsAreMarkedOrLimitedAndOnlyMarksAreTagged() throws IOException {
        for (JsonNode statement : statements(AwsRole.ACT, "Allow")) {
            String actions = statement.path("Action").toString();
            JsonNode condition = statement.path("Condition");
            boolean limits = actions.contains("TagResource\"") && !actions.contains("Untag") || actions.contains("Put");
            assertThat(condition
                            .path("StringNotEquals")
                            .path(IamPolicies.PROTECT)
                            .asText())
                    .isEqualTo(limits ? "true" : "");
            boolean tags = actions.contains("TagResource") || actions.contains("UntagResource");
            assertThat(condition
                            .path("ForAllValues:StringEquals")
                            .path("aws:TagKeys")
                            .size())
                    .isEqualTo(tags ? 7 : 0);
        }
    }

    @Test
    void nothingThatChangesIsAllowedOnOurOwnFunctions() throws IOException {
        List<JsonNode> denials = statements(AwsRole.ACT, "Deny");
        assertThat(denials).hasSize(2);
        assertThat(denials.get(1).toString())
                .contains("UpdateEventSourceMapping", "lambda:FunctionArn", "function:breakwater-*");
        JsonNode functions = denials.get(0);
        assertThat(functions.path("Resource").toString()).contains("function:breakwater-*");
        assertThat(functions.path("Action"))
                .hasSize(4)
                .noneMatch(a -> a.asText().matches(".*:(Get|List).*"));
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
                    case JOB -> "job-identity.json";
                    case DRILL -> "drill-role.json";
                });
    }

    private static List<JsonNode> statements(AwsRole role, String effect) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        new ObjectMapper().readTree(file(role).toFile()).path("Statement").forEach(statement -> {
            if (statement.path("Effect").asText().equals(effect)) found.add(statement);
        });
        return found;
    }
}
