package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that {@code man} covers every command and option. */
class ManualTest {

    private final Map<String, String> pages = Manual.pages();

    @Test
    void everyCommandHasAPageWithAllItsOptions() {
        Breakwater.commandLine().getSubcommands().forEach((name, command) -> {
            if (name.equals("help")) return;
            String page = pages.get("breakwater-" + name);
            assertThat(page).as(name).contains(".SH NAME\nbreakwater\\-" + name + " \\- ", ".SH SYNOPSIS\n");
            command.getCommandSpec().options().stream()
                    .filter(o -> !o.hidden())
                    .forEach(o -> assertThat(page).contains("\\fB" + o.names()[0].replace("-", "\\-")));
        });
        assertThat(pages.get("breakwater"))
                .contains(".SH COMMANDS\n", "breakwater\\-sweep\\fR(1)", ".SH EXIT STATUS\n");
        assertThat(pages).containsKey("breakwater-ledger-verify");
    }

    @Test
    void noLineIsARequestThatWasMeantAsText() {
        pages.values()
                .forEach(page -> assertThat(page.lines())
                        .allMatch(line ->
                                line.isEmpty() || !line.matches("[.'].*") || line.matches("\\.(TH|SH|TP)( .*)?")));
    }
}
