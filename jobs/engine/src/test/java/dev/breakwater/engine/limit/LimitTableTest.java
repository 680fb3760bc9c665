package dev.breakwater.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests that docs/limits.md has the table of the code. {@code -Dbreakwater.write=true} rewrites it. */
class LimitTableTest {

    private static final Path PAGE = Path.of("../../docs/limits.md");
    private static final String BEGIN = "<!-- limits: made by the test, do not edit -->\n";
    private static final String END = "<!-- end of limits -->";

    @Test
    void thePageHasTheTableOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        String made = page.substring(0, from) + table() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("breakwater.write")) Files.writeString(PAGE, made);
        assertThat(Files.readString(PAGE)).isEqualTo(made);
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| state | value read | tag read | then |\n|---|---|---|---|\n");
        for (LoopRow row : LoopRow.values()) {
            table.append("| %s | %s | %s | %s |%n".formatted(row.life, row.value, row.tag, row.move.text));
        }
        return table.toString();
    }
}
