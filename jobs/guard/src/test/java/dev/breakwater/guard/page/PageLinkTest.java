package dev.breakwater.guard.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.AlarmEvent;
import dev.breakwater.connectors.alarms.AlarmLink;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageLinkTest {

    @Test
    void leadsToThePageOfTheIncident() {
        AlarmEvent alarm = alarm("breakwater/fleet/1/r", Map.of("incident", "fleet-3f9c2a71b0de"));
        assertThat(new PageLink("https://ops.example/incidents").map(alarm).links())
                .containsExactly(
                        new AlarmLink("https://ops.example/incidents/fleet-3f9c2a71b0de.html", "the incident"));
        assertThat(new PageLink("https://ops.example/").map(alarm).links())
                .extracting(AlarmLink::href)
                .containsExactly("https://ops.example/fleet-3f9c2a71b0de.html");
    }

    @Test
    void anAlarmWithoutAnIncidentHasAPageByItsKey() {
        AlarmEvent alarm = alarm("breakwater/calibration/111122223333", Map.of());
        assertThat(new PageLink("https://ops.example").map(alarm).links())
                .extracting(AlarmLink::href)
                .containsExactly("https://ops.example/calibration-111122223333.html");
        assertThat(PageRows.alarm(alarm).page()).isEqualTo("calibration-111122223333");
    }

    @Test
    void thereIsNoLinkWithoutAnAddressNorForWhatHasNoIncident() {
        AlarmEvent alarm = alarm("breakwater/x", Map.of("incident", "x"));
        assertThat(new PageLink("").map(alarm)).isEqualTo(alarm);
        AlarmEvent act = alarm("breakwater//1/r/7", Map.of("incident", ""));
        assertThat(new PageLink("https://ops.example").map(act)).isEqualTo(act);
    }

    private static AlarmEvent alarm(String key, Map<String, String> details) {
        return new AlarmEvent(
                AlarmEvent.Action.TRIGGER,
                key,
                "s",
                "1/r",
                AlarmEvent.Severity.WARNING,
                1,
                "",
                "account",
                "calibration",
                details,
                List.of());
    }
}
