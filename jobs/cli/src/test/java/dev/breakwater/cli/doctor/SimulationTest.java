package dev.breakwater.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.exposure.read.IamEvaluator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.model.ContextEntry;

class SimulationTest {

    private static final String ACCOUNT = "111122223333";

    /**
     * Tests that IAM is asked only about roles and users. For a session, its role is checked. Root and federated users
     * cannot be checked.
     */
    @ParameterizedTest
    @CsvSource({
        "arn:aws:sts::111122223333:assumed-role/breakwater-job/pod-1, arn:aws:iam::111122223333:role/breakwater-job",
        "arn:aws-cn:sts::111122223333:assumed-role/job/s, arn:aws-cn:iam::111122223333:role/job",
        "arn:aws:iam::111122223333:user/ops/anna, arn:aws:iam::111122223333:user/ops/anna",
        "arn:aws:iam::111122223333:root, ''",
        "arn:aws:sts::111122223333:federated-user/anna, ''",
        "nonsense, ''",
    })
    void tellsTheRoleOrUserBehindASession(String caller, String principal) {
        assertThat(Simulation.principal(caller)).isEqualTo(principal);
    }

    static Set<AwsCall> asked() {
        return DoctorWorld.SIMULATED;
    }

    /**
     * Tests the condition keys. If IAM lacked a key that the policies use, doctor would report an existing permission
     * as missing.
     */
    @ParameterizedTest
    @MethodSource("asked")
    void tellsWhatTheConditionsOfTheShippedPoliciesAskFor(AwsCall call) throws IOException {
        String role =
                "arn:aws:iam::" + ACCOUNT + ":role/breakwater-" + call.role().shown();
        String file = call.role().shown() + (call.role().shown().equals("job") ? "-identity.json" : "-role.json");
        String resource = resource(call);
        Map<String, List<String>> context = Simulation.context(call, role, resource).stream()
                .collect(Collectors.toMap(
                        entry -> entry.contextKeyName().toLowerCase(Locale.ROOT), ContextEntry::contextKeyValues));
        IamEvaluator policy = new IamEvaluator(
                new ObjectMapper().readTree(Path.of("../../config/iam", file).toFile()));
        assertThat(policy.allows(new IamEvaluator.Request(ACCOUNT, role, "", call.permission(), resource, context)))
                .isTrue();
    }

    private static String resource(AwsCall call) {
        String place = "eu-west-1:" + ACCOUNT;
        return switch (call.target()) {
            case MAPPINGS -> ReadChecks.mappingArn("eu-west-1", ACCOUNT);
            case FUNCTIONS, THROTTLED -> "arn:aws:lambda:" + place + ":function:checkout";
            case TOPIC -> "arn:aws:sns:" + place + ":breakwater";
            case BUS -> "arn:aws:events:" + place + ":event-bus/default";
            case OBJECTS, FILES -> "arn:aws:s3:::breakwater-landing/run/ledger/asked";
            default -> "*";
        };
    }
}
