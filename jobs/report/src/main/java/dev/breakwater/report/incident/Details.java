package dev.breakwater.report.incident;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.core.policy.LeverKind;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which of the alarm's details stand where on the page. */
public final class Details {

    /** Those of budgets and of the bill. */
    private static final Set<String> MONEY = Set.of(
            "spent_usd",
            "counted_since",
            "budget_usd",
            "usd_per_hour",
            "budget_exhausted_at",
            "forecast_usd",
            "charges_usd",
            "factor",
            "unexplained");

    /** Those that have places of their own. */
    private static final Set<String> TOLD =
            Set.of("incident", "reason", "test", "explain_with", "proposed", "onset", "budget", "alarm");

    private Details() {}

    /** Whether there is anything to say of money; a page of many that waits for its places has nothing that costs. */
    public static boolean money(IncidentStory story) {
        if (story.fleet() && story.detail("surge_1").isEmpty()) return false;
        return story.surge() || MONEY.stream().anyMatch(d -> !story.detail(d).isEmpty());
    }

    /** What the alarm of anything but a surge says beside its money, by name. */
    public static Map<String, String> facts(IncidentStory story) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (story.surge()) return facts;
        for (Map.Entry<String, JsonNode> d : story.alarm().path("details").properties()) {
            if (MONEY.contains(d.getKey()) || TOLD.contains(d.getKey())) continue;
            facts.put(d.getKey().replace('_', ' '), d.getValue().asText());
        }
        return facts;
    }

    /** The kinds of levers that were used. */
    public static Set<LeverKind> levers(IncidentStory story) {
        Set<LeverKind> used = EnumSet.noneOf(LeverKind.class);
        for (JsonNode d : story.decisions()) {
            if (d.path("type").asText().equals("throttle"))
                used.add(Decided.lever(d).kind());
        }
        return used;
    }
}
