package dev.breakwater.guard.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.core.watch.ActWatch.ActEvent;
import dev.breakwater.core.watch.SilenceWatch.SilenceEvent;
import dev.breakwater.core.watch.Watched;
import dev.breakwater.guard.convert.ActEvents;
import dev.breakwater.guard.convert.SilenceEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageLinkTest {

    @Test
    void leadsToThePageOfTheIncident() {
        AlarmEvent alarm = alarm("breakwater/fleet/1/r", Map.of("incident", "fleet-3f9c2a71b0de"));
        assertThat(new PageLink("https://ops.example/incidents").map(alarm).links())
                .containsExactly(
                        new AlarmEvent.Link("https://ops.example/incidents/fleet-3f9c2a71b0de.html", "the incident"));
        assertThat(new PageLink("https://ops.example/").map(alarm).links())
                .extracting(AlarmEvent.Link::href)
                .containsExactly("https://ops.example/fleet-3f9c2a71b0de.html");
    }

    @Test
    void anAlarmWithoutAnIncidentHasAPageByItsKey() {
        AlarmEvent alarm = alarm("breakwater/calibration/111122223333", Map.of());
        assertThat(new PageLink("https://ops.example").map(alarm).links())
                .extracting(AlarmEvent.Link::href)
                .containsExactly("https://ops.example/calibration-111122223333.html");
        assertThat(PageUpdate.of(alarm).page()).isEqualTo("calibration-111122223333");
    }

    @Test
    void thereIsNoLinkWithoutAnAddressNorForWhatHasNoIncident() {
        AlarmEvent alarm = alarm("breakwater/x", Map.of("incident", "x"), "flood");
        assertThat(new PageLink("").map(alarm)).isEqualTo(alarm);
        AlarmEvent act = alarm("breakwater//1/r/7", Map.of("incident", ""), "flood");
        assertThat(new PageLink("https://ops.example").map(act)).isEqualTo(act);
    }

    /** Every one that there is, so that a new one without a place in the runbook fails here. */
    @Test
    void whatWeTellOfOurselvesLeadsToAHeadingOfTheRunbookWithOrWithoutAnAddress() throws Exception {
        List<String> headings = Files.readAllLines(Path.of("../../docs/runbook.md")).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();
        List<AlarmEvent> own = ours();
        assertThat(own).hasSize(Watched.Subject.values().length + 2);
        for (AlarmEvent alarm : own) {
            for (String url : List.of("", "https://ops.example")) {
                String runbook = new PageLink(url).map(alarm).details().get("runbook");
                assertThat(runbook).as(alarm.summary()).startsWith("docs/runbook.md#");
                assertThat(headings).contains(runbook.substring("docs/runbook.md#".length()));
            }
        }
        assertThat(new PageLink("")
                        .map(alarm("breakwater/x", Map.of("incident", "x"), "flood"))
                        .details())
                .doesNotContainKey("runbook");
    }

    private static List<AlarmEvent> ours() {
        List<AlarmEvent> own = new ArrayList<>();
        for (Watched.Subject subject : Watched.Subject.values()) {
            own.add(SilenceEvents.of(new SilenceEvent(
                    true, "k", subject, "111122223333", "r", true, true, 1, 2, 0, false, "disk full")));
        }
        own.add(new ActEvents("prod", "111122223333", "r")
                .of(new ActEvent(ActEvent.Type.TRIGGER, "checkout", "denied", 1, 0, 2)));
        own.add(alarm("breakwater/calibration/111122223333", Map.of()));
        return own;
    }

    private static AlarmEvent alarm(String key, Map<String, String> details) {
        return alarm(key, details, "calibration");
    }

    private static AlarmEvent alarm(String key, Map<String, String> details, String kind) {
        return new AlarmEvent(
                AlarmEvent.Action.TRIGGER,
                key,
                "s",
                "1/r",
                AlarmEvent.Severity.WARNING,
                1,
                "",
                "account",
                kind,
                details,
                List.of());
    }
}
