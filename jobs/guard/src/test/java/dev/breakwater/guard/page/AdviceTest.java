package dev.breakwater.guard.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.guard.page.PageUpdate.Kind;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.report.incident.Advice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdviceTest {

    private static final Path RUNBOOK = Path.of("../../docs/runbook.md");
    private static final String BEGIN = "<!-- meanings: written by AdviceTest, do not edit -->\n";
    private static final String END = "<!-- /meanings -->";

    /** After a change, rewrite the table with {@code -Dbreakwater.write=true}. */
    @Test
    void theRunbookHasTheTable() throws Exception {
        String page = Files.readString(RUNBOOK);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        String written = page.substring(0, from) + Advice.table() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("breakwater.write")) Files.writeString(RUNBOOK, written);
        assertThat(Files.readString(RUNBOOK)).isEqualTo(written);
    }

    @ParameterizedTest
    @EnumSource(
            value = IncidentKind.class,
            names = {"DEPLOYMENT", "BUDGET"},
            mode = EnumSource.Mode.EXCLUDE)
    void isThereForEachKindThatPages(IncidentKind kind) throws Exception {
        assertThat(advice("3f9c2a71b0de", kind.wire())).isPresent();
    }

    @Test
    void ofTheFleetPageIsItsOwn() throws Exception {
        assertThat(advice("fleet-3f9c2a71b0de", "spread").orElseThrow().page()).isEqualTo("fleet page");
    }

    @ParameterizedTest
    @CsvSource({
        "cannot-act, cannot act",
        "cannot-read, cannot read",
        "cannot-write, cannot write",
        "not-taken-up, not taken up",
        "blind, 'blind, silent'",
        "calibration, calibration (warning)"
    })
    void ofOurOwnAlertsIsByKind(String kind, String page) throws Exception {
        Advice advice = advice(kind + "-111122223333", kind).orElseThrow();
        assertThat(advice.page()).isEqualTo(page);
        assertThat(Files.readAllLines(RUNBOOK))
                .contains("## " + advice.heading().replace("\"", ""));
    }

    private static Optional<Advice> advice(String page, String kind) throws Exception {
        ObjectNode alarm = (ObjectNode)
                new ObjectMapper().readTree(Told.of(page, "f").trigger().json());
        return Advice.of(Told.story(
                new PageUpdate(page, Kind.ALARM, alarm.put("kind", kind).toString())));
    }
}
