package dev.breakwater.connectors.lambda.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsRole;
import dev.breakwater.connectors.aws.AwsUse;
import dev.breakwater.connectors.testkit.drill.PermissionRow;
import dev.breakwater.connectors.testkit.drill.PermissionTable;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Takes each permission away in turn and writes down what happens. After a change write the document anew with
 * {@code mvn -pl connectors/lambda -am verify -Dit.test=PermissionDrillIT -Dbreakwater.write=true
 * -Dfailsafe.failIfNoSpecifiedTests=false}.
 */
class PermissionDrillIT {

    private static final Set<AwsUse> USES = EnumSet.of(AwsUse.INVENTORY, AwsUse.ACTS, AwsUse.ROLES, AwsUse.SECRETS);

    private static final Set<AwsUse> OWN =
            EnumSet.of(AwsUse.INVENTORY, AwsUse.ACTS, AwsUse.ROLES, AwsUse.SECRETS, AwsUse.EXPOSURE, AwsUse.DOCTOR);

    private static MotoServer server;
    private static PermissionDrill drill;

    @BeforeAll
    static void start() {
        server = MotoServer.start();
        drill = new PermissionDrill(server);
    }

    @AfterAll
    static void stop() {
        drill.close();
        server.close();
    }

    @Test
    void withAllPermissionsEachRoleMakesExactlyTheCallsOfItsList() {
        assertThat(drill.observe(null)).isEqualTo("inventory: 3 of 3 functions; sweep: sees all");
        assertThat(drill.act(null))
                .isEqualTo("throttle: checkout applied (limit 5, marked), mail applied (limit 5, marked), "
                        + "orders applied (limit 5, marked); "
                        + "release: checkout released (limit none, no mark), mail released (limit 40, no mark), "
                        + "orders released (limit none, no mark)");

        // read only what bears a mark: nothing does here
        Set<String> observing = permissions(AwsRole.OBSERVE);
        observing.remove(AwsCall.GET_EVENT_SOURCE_MAPPING.permission());
        assertThat(drill.observed()).isEqualTo(observing);
        assertThat(drill.acted()).isEqualTo(permissions(AwsRole.ACT));
        assertThat(drill.secret(null)).isEqualTo("secret: found");
        assertThat(drill.exposure(null)).isEqualTo("exposure: all of 3 functions and 1 role read");
    }

    @Test
    void theDocumentSaysWhatHappensWithoutEachPermission() {
        List<PermissionRow> rows = Arrays.stream(AwsCall.values())
                .filter(call -> OWN.contains(call.use()) && call.target() != AwsCall.Target.NOTHING)
                .map(PermissionDrillIT::row)
                .toList();
        PermissionTable.writeWhereAsked(rows);
        assertThat(PermissionTable.linesOf(rows))
                .containsExactlyElementsOf(
                        rows.stream().map(PermissionRow::text).toList());
    }

    private static PermissionRow row(AwsCall call) {
        return new PermissionRow(call.subject(), call.role().shown(), call.withoutIt(), seen(call));
    }

    private static String seen(AwsCall call) {
        if (call.use() == AwsUse.DOCTOR) return "asked by `doctor` alone; DoctorIT takes it away";
        if (call.use() == AwsUse.EXPOSURE) return drill.exposure(call);
        boolean shared = call.target() == AwsCall.Target.MAPPINGS
                && AwsCall.of(call.role()).stream()
                        .anyMatch(c -> c != call && c.permission().equals(call.permission()));
        // the proxy refuses an operation on everything
        if (shared) return "taken away with the same permission on functions";
        return switch (call) {
            case GET_SECRET_VALUE -> drill.secret(call);
            case ASSUME_ROLE -> drill.observe(call) + "; " + drill.act(call);
            default -> call.role() == AwsRole.OBSERVE ? drill.observe(call) : drill.act(call);
        };
    }

    private static Set<String> permissions(AwsRole role) {
        return AwsCall.of(role).stream()
                .filter(call -> USES.contains(call.use()))
                .map(AwsCall::permission)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
