package dev.breakwater.cli.console;

import dev.breakwater.ledger.DecisionRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The state of each function's limit according to the decisions (proposed, requested or being released), and its
 * reason.
 */
final class LimitDecisions {

    /** The newest decision about the limit of a function, by its id. */
    private final Map<String, DecisionRow> newest = new HashMap<>();
    /** The reason for the newest throttle of a function. */
    private final Map<String, String> reasons = new HashMap<>();

    void take(DecisionRow d) {
        if (d.where().function() == null) return;
        String id = String.join(
                "|", d.where().account(), d.where().region(), d.where().function());
        switch (d.type()) {
            case "throttle", "propose" -> {
                newest.put(id, d);
                reasons.put(id, d.detail());
            }
            case "held", "raise", "lower", "prolong", "release", "could-not" -> newest.put(id, d);
            case "given-back", "override", "expire", "close" -> newest.remove(id);
            default -> {
                // decisions of this type do not change a limit
            }
        }
    }

    /** Returns whether a throttle waits for a person's approval. */
    boolean isProposed(String function, Instant now) {
        DecisionRow d = newest.get(function);
        if (d == null || !d.type().equals("propose")) return false;
        Instant until = d.limits().until();
        return until == null || until.isAfter(now);
    }

    boolean isReleasing(String function) {
        DecisionRow d = newest.get(function);
        return d != null && d.type().equals("release");
    }

    /** Returns the reason for the newest throttle. Empty if the reason is unknown. */
    String why(String function) {
        return reasons.getOrDefault(function, "");
    }
}
