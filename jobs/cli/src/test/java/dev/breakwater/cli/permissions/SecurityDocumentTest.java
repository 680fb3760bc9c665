package dev.breakwater.cli.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsCall.AwsRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Tests that {@code SECURITY.md} names the permissions in the list of calls. After a change of the list, rewrite them
 * with
 * {@code mvn -pl jobs/cli -am test -Dtest=SecurityDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dbreakwater.write=true}.
 */
class SecurityDocumentTest {

    private static final Path DOCUMENT = Path.of("../../SECURITY.md");
    private static final String BEGIN = "<!-- permissions: written by SecurityDocumentTest, do not edit -->\n";
    private static final String END = "<!-- /permissions -->";

    @Test
    void namesThePermissionsOfEachRoleAndNoOthers() throws IOException {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        if (Boolean.getBoolean("breakwater.write")) {
            Files.writeString(DOCUMENT, text.substring(0, from) + table() + text.substring(to));
        } else {
            assertThat(text.substring(from, to)).isEqualTo(table());
        }
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| role | permissions |\n|---|---|\n");
        for (AwsRole role : AwsRole.values()) {
            String all = AwsCall.of(role).stream()
                    .filter(call -> call.target() != AwsCall.Target.NOTHING)
                    .map(call -> "`" + call.permission() + "`")
                    .collect(Collectors.toCollection(TreeSet::new))
                    .stream()
                    .collect(Collectors.joining(", "));
            table.append("| *").append(role.shown()).append("* | ").append(all).append(" |\n");
        }
        return table.toString();
    }
}
