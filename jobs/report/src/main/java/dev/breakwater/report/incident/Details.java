package dev.breakwater.report.incident;

import dev.breakwater.core.policy.LeverKind;
import dev.breakwater.ledger.DecisionRow;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Places the alarm's details on the page. */
public final class Details {

    /** Details of budgets and of the bill. */
    private static final Set<String> MONEY = Set.of(
            "spent_usd",
            "counted_since",
            "budget_usd",
            "usd_per_hour",
            "budget_exhausted_at",
            "forecast_usd",
            "charges_usd",
            "factor",
            "approve_with",
            "unexplained");

    /** Those that have places of their own. */
    private static final Set<String> TOLD =
            Set.of("incident", "reason", "test", "explain_with", "proposed", "onset", "budget", "alarm");

    /** Those of surges that have places of their own; and see {@link #SURGE_BEGINS}. */
    private static final Set<String> SURGE = Set.of(
            "averted_usd",
            "good_calls_refused",
            "usd_per_hour_above_normal",
            "growth_per_minute",
            "accept_with",
            "proposal",
            "answer_by",
            "approve_with",
            "demand_usd_last_hour",
            "could_not_throttle",
            "would_throttle_to",
            "would_have_averted_usd",
            "planned",
            "throttles_placed",
            "not_listed",
            "incidents",
            "limits_held",
            "hold",
            "lever",
            "throttled_to",
            "previous",
            "until",
            "release_with");

    private static final Pattern SURGE_BEGINS =
            Pattern.compile("(observed|expected|now|usual|excess_usd|surge)(_.*|s)");

    private Details() {}

    /** Whether there is anything to say of money; a page of many that waits for its places has nothing that costs. */
    public static boolean money(IncidentStory story) {
        if (story.fleet() && story.detail("surge_1").isEmpty()) return false;
        return story.surge() || MONEY.stream().anyMatch(d -> !story.detail(d).isEmpty());
    }

    /** The alarm's details that have no place of their own on the page, by name. */
    public static Map<String, String> facts(IncidentStory story) {
        Map<String, String> facts = new LinkedHashMap<>();
        story.alarm().details().forEach((name, value) -> {
            boolean placed = TOLD.contains(name) || (story.surge() ? ofSurge(name) : MONEY.contains(name));
            if (!placed) facts.put(name.replace('_', ' '), value);
        });
        return facts;
    }

    private static boolean ofSurge(String name) {
        return SURGE.contains(name) || SURGE_BEGINS.matcher(name).matches();
    }

    /** The kinds of levers that were used. */
    public static Set<LeverKind> levers(IncidentStory story) {
        Set<LeverKind> used = EnumSet.noneOf(LeverKind.class);
        for (DecisionRow d : story.decisions()) {
            if (d.type().equals("throttle")) used.add(d.limits().asLever().kind());
        }
        return used;
    }
}
