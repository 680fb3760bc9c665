package dev.breakwater.cli.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.testkit.drill.PermissionTable;
import dev.breakwater.connectors.testkit.drill.PermissionTable.PermissionRow;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that every call has a line in the table. The drills of the connectors write the lines. */
class PermissionsDocumentTest {

    @Test
    void everyCallHasOneLineThatSaysWhatItCosts() {
        List<PermissionRow> rows = Arrays.stream(AwsCall.values())
                .filter(call -> call.target() != AwsCall.Target.NOTHING)
                .map(call -> new PermissionRow(call.subject(), call.role().shown(), call.withoutIt(), ""))
                .toList();
        PermissionTable.sortWhereAsked(rows);
        List<String> lines = PermissionTable.lines();
        assertThat(lines).hasSameSizeAs(rows).doesNotHaveDuplicates();
        for (int i = 0; i < rows.size(); i++) {
            String whole = rows.get(i).text();
            assertThat(lines.get(i)).startsWith(whole.substring(0, whole.length() - " |".length()));
        }
    }
}
