package dev.breakwater.guard.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.core.model.IncidentKind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    @Test
    void ofActsThatFailIsTheRunbooks() throws Exception {
        assertInRunbook(advice("cannot-act-111122223333", "cannot-act"), "| cannot act");
    }

    private static Advice advice(String page, String kind) throws Exception {
        ObjectNode alarm = (ObjectNode)
                new ObjectMapper().readTree(Told.of(page, "f").trigger().json());
        return Advice.of(
                Told.story(new PageNews(page, true, alarm.put("kind", kind).toString())));
    }

    private static void assertInRunbook(Advice advice, String row) throws Exception {
        String start = row.equals("| pulse") ? "| flood, pulse" : row;
        assertThat(Files.readAllLines(Path.of("../../docs/runbook.md")))
                .anySatisfy(line -> assertThat(line)
                        .startsWith(start)
                        .endsWith("| " + advice.look() + " | " + advice.usually() + " |"));
    }
}
