package dev.breakwater.engine.control.rules;

import dev.breakwater.engine.limit.LimitState;
import java.util.Set;
import java.util.TreeSet;

/** How many functions are throttled, and how many the blast radius allows. */
public record Radius(Step step) {
    /** Functions whose limit is requested or held, or whose release was not yet observed. */
    public Set<String> places() {
        Set<String> functions = new TreeSet<>(step.state.limits.leases.keySet());
        for (LimitState l : step.limits()) if (l.takesPlace()) functions.add(l.function);
        return functions;
    }

    /** The number of throttles that are held for budgets. */
    public int heldForBudgets() {
        return (int) step.state.limits.leases.values().stream()
                .filter(step::isOrdered)
                .count();
    }

    public int allowedAtOnce() {
        return step.terms.book().radius().allowedAtOnce(step.terms.fleet().count());
    }

    /**
     * The number of throttles set in the trailing 60 minutes. Older throttles were removed at the start of the step.
     */
    public int setInLastHour() {
        return step.state.limits.throttledAt.size();
    }

    public int perHour() {
        return step.terms.book().radius().perHour();
    }
}
