package dev.breakwater.guard.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.report.incident.Advice;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdviceTest {

    @ParameterizedTest
    @EnumSource(
            value = IncidentKind.class,
            names = {"DEPLOYMENT", "BUDGET"},
            mode = EnumSource.Mode.EXCLUDE)
    void isTheRunbooks(IncidentKind kind) throws Exception {
        assertInRunbook(advice("3f9c2a71b0de", kind.wire()), "| " + kind.wire());
    }

    @Test
    void ofTheFleetPageIsTheRunbooks() throws Exception {
        assertInRunbook(advice("fleet-3f9c2a71b0de", "spread"), "| fleet page");
    }

    @ParameterizedTest
    @CsvSource({
        "cannot-act, | cannot act |",
        "cannot-write, | cannot write |",
        "not-taken-up, | not taken up |",
        "blind, '| blind, silent |'",
        "calibration, | calibration"
    })
    void ofWhatWeTellOfOurselvesIsTheRunbooks(String kind, String row) throws Exception {
        assertInRunbook(advice(kind + "-111122223333", kind), row);
    }

    private static Advice advice(String page, String kind) throws Exception {
        ObjectNode alarm = (ObjectNode)
                new ObjectMapper().readTree(Told.of(page, "f").trigger().json());
        return Advice.of(
                Told.story(new PageUpdate(page, true, alarm.put("kind", kind).toString())));
    }

    private static void assertInRunbook(Advice advice, String row) throws Exception {
        String start = row.equals("| pulse") ? "| flood, pulse" : row;
        assertThat(Files.readAllLines(Path.of("../../docs/runbook.md")))
                .anySatisfy(line -> assertThat(line)
                        .startsWith(start)
                        .endsWith("| " + advice.look() + " | " + advice.usually() + " |"));
    }
}
