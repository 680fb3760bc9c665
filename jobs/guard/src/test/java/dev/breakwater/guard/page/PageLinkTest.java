package dev.breakwater.guard.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmText;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.watch.ActWatch.ActEvent;
import dev.breakwater.engine.watch.SilenceWatch.SilenceEvent;
import dev.breakwater.engine.watch.Watched;
import dev.breakwater.guard.convert.ActEvents;
import dev.breakwater.guard.convert.SilenceEvents;
import dev.breakwater.guard.wire.UnreadPlace;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Place;
import dev.breakwater.model.Scope;
import dev.breakwater.model.Severity;
import dev.breakwater.report.incident.PageSummary.PageAlert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
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

    /** A phone has no shell. */
    @Test
    void whereThereIsAPageItComesBeforeTheCommand() {
        AlarmEvent alarm = alarm(
                "breakwater/3f9c2a71b0de",
                Map.of("incident", "3f9c2a71b0de", "approve_with", "breakwater approve 3f9c2a71b0de"));
        assertThat(new PageLink("https://ops.example/i").map(alarm).summary())
                .isEqualTo("s; to approve, use its page or breakwater approve 3f9c2a71b0de");
        assertThat(new PageLink("").map(alarm).summary())
                .isEqualTo("s; to approve, use breakwater approve 3f9c2a71b0de");
    }

    @Test
    void anAlertOfSeveralLeadsToThePageOfEachToo() {
        Map<String, String> details = Map.of(
                "incident", "fleet-3f9c2a71b0de",
                "incidents", "1a2b3c4d5e6f 2b3c4d5e6f1a",
                "surge_1", "flood checkout: 40.50 USD/h; held at reserved concurrency 5",
                "surge_2", "pulse mail: 1.25 USD/h");
        assertThat(new PageLink("https://ops.example/i")
                        .map(alarm("breakwater/fleet/1/r", details))
                        .links())
                .containsExactly(
                        new AlarmEvent.Link("https://ops.example/i/fleet-3f9c2a71b0de.html", "the incident"),
                        new AlarmEvent.Link("https://ops.example/i/1a2b3c4d5e6f.html", details.get("surge_1")),
                        new AlarmEvent.Link("https://ops.example/i/2b3c4d5e6f1a.html", details.get("surge_2")));
        Map<String, String> shared = new HashMap<>(details);
        shared.put("incident", "1a2b3c4d5e6f");
        assertThat(new PageLink("https://ops.example/i")
                        .map(alarm("breakwater/1a2b3c4d5e6f", shared))
                        .links())
                .as("the one that it speaks of is not there twice")
                .extracting(AlarmEvent.Link::href)
                .containsExactly("https://ops.example/i/1a2b3c4d5e6f.html", "https://ops.example/i/2b3c4d5e6f1a.html");
        assertThat(new PageLink("").map(alarm("breakwater/fleet/1/r", details)).links())
                .isEmpty();
    }

    /** The text of the largest possible fleet page. PagerDutyBodyTest checks that it fits into a message. */
    @Test
    void aFleetPageLeadsToTheTwentyThatItLists() {
        List<FleetStatus.Surge> surges = IntStream.range(0, FleetStatus.MOST)
                .mapToObj(i -> new FleetStatus.Surge(
                        String.format("%012x", i), "\u4e16".repeat(64) + i, IncidentKind.FLOOD, 1e6, Hold.NONE))
                .toList();
        FleetStatus status = new FleetStatus(surges, 5_000, 20, 20, List.of());
        PageUpdate update =
                new Told("3f9c2a71b0de", Scope.account(Told.ACCOUNT, Told.REGION)).fleet(AlarmAction.TRIGGER, status);
        Map<String, String> details =
                LedgerJson.readOwn(update.json(), PageAlert.class).details();
        String base = "https://ops.example/" + "x".repeat(1_000);
        AlarmEvent linked = new PageLink(base).map(alarm("breakwater/fleet/1/r", details, "spread"));
        assertThat(AlarmText.bounded(linked).links())
                .extracting(AlarmEvent.Link::href)
                .hasSize(1 + FleetStatus.MOST)
                .contains(base + "/000000000000.html", base + "/000000000013.html");
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

    /** This covers all kinds of alerts, so that a new kind without a heading in the runbook fails here. */
    @Test
    void whatWeTellOfOurselvesLeadsToAHeadingOfTheRunbookWithOrWithoutAnAddress() throws Exception {
        List<String> headings = Files.readAllLines(Path.of("../../docs/runbook.md")).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();
        List<AlarmEvent> own = ours();
        assertThat(own).hasSize(Watched.Subject.values().length + 3);
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
                .of(new ActEvent(AlarmAction.TRIGGER, "checkout", "denied", 1, 0, 2)));
        own.add(alarm("breakwater/calibration/111122223333", Map.of()));
        UnreadPlace unread = new UnreadPlace(new Place("111122223333", "r"), 1);
        unread.alert = unread.key();
        own.add(SilenceEvents.of(List.of(unread), false, 2));
        return own;
    }

    private static AlarmEvent alarm(String key, Map<String, String> details) {
        return alarm(key, details, "calibration");
    }

    private static AlarmEvent alarm(String key, Map<String, String> details, String kind) {
        return new AlarmEvent(
                AlarmAction.TRIGGER,
                key,
                "s",
                Severity.WARNING,
                1,
                new AlarmEvent.Subject("1/r", "", "account", kind),
                details);
    }
}
