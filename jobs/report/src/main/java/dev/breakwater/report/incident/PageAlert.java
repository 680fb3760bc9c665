package dev.breakwater.report.incident;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.breakwater.ledger.Incident;
import java.time.Instant;
import java.util.Map;

/**
 * An alarm with the text that every receiver gets. The alarm is stored with its {@link IncidentStory}.
 *
 * @param action    trigger, update or resolve
 * @param at the end of the data that the alert reports
 * @param kind      the kind of incident, or of an alert about Breakwater itself: {@code blind}, {@code cannot-act}
 * @param scope     function, group or account
 * @param component name of the function or group, or empty
 * @param source    account and region
 * @param details   details by name, as they are shown
 * @param incident  the incident; null if the alert is not about a surge
 */
public record PageAlert(
        String action,
        Instant at,
        String severity,
        String kind,
        String scope,
        String component,
        String source,
        String summary,
        Map<String, String> details,
        @JsonInclude(NON_NULL) Incident incident) {

    public PageAlert {
        action = action == null ? "" : action;
        details = details == null ? Map.of() : details;
    }

    /** Returns a detail, or an empty text. */
    public String detail(String name) {
        return details.getOrDefault(name, "");
    }

    public boolean ends() {
        return action.equals("resolve");
    }
}
