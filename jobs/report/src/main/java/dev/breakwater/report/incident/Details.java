package dev.breakwater.report.incident;

import dev.breakwater.core.policy.LeverKind;
import dev.breakwater.ledger.DecisionRow;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Decides where the page shows the alarm's details. */
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

    /** The details that have a place of their own on the page. */
    private static final Pattern TOLD = Pattern.compile(
            "incident|reason|explain_with|proposed|budget|alarm|"
                    + "throttle_above_usd_in_an_hour|aws_refuses|surges|surge_\\d+|incidents|limits_held|throttles_placed|not_listed");

    private Details() {}

    /** Returns whether there are amounts to show. A fleet page about an exhausted blast radius has no amounts. */
    public static boolean money(IncidentStory story) {
        if (story.fleet() && story.detail("surge_1").isEmpty()) return false;
        return story.surge() || MONEY.stream().anyMatch(d -> !story.detail(d).isEmpty());
    }

    /** Returns the alarm's other details, by name. */
    public static Map<String, String> facts(IncidentStory story) {
        Map<String, String> facts = new LinkedHashMap<>();
        story.alarm().details().forEach((name, value) -> {
            boolean placed = TOLD.matcher(name).matches() || MONEY.contains(name);
            if (!placed) facts.put(name.replace('_', ' '), value);
        });
        return facts;
    }

    /** Returns the kinds of limits that the job used. */
    public static Set<LeverKind> levers(IncidentStory story) {
        Set<LeverKind> used = EnumSet.noneOf(LeverKind.class);
        for (DecisionRow d : story.decisions()) {
            if (d.type().equals("throttle")) used.add(d.limits().asLever().kind());
        }
        return used;
    }
}
