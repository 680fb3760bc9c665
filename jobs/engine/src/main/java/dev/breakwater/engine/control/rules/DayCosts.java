package dev.breakwater.engine.control.rules;

import dev.breakwater.engine.control.state.DayCostState;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;

/**
 * Sums each function's cost above the expectation over the trailing 24 hours, as incidents report it. A slow attack
 * that stays below the hourly threshold pages when its daily cost is too high.
 */
public record DayCosts(Step step) {
    private static final int HOURS = 24;

    /**
     * Adds an assessment. Returns the cost above the expectation of the assessed scope in the last 24 hours, in
     * nano-USD.
     */
    long with(Assessment a) {
        DayCostState day = step.state.spend.dayCosts.computeIfAbsent(a.scope().id(), id -> new DayCostState());
        long hour = DataMinute.hourOf(a.minute());
        if (day.onset != a.episode().onset()) {
            day.onset = a.episode().onset();
            day.countedNano = 0;
        }
        day.hours.merge(hour, a.amounts().billed() - day.countedNano, Long::sum);
        day.countedNano = a.amounts().billed();
        forget(day, hour);
        return day.hours.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void forget(DayCostState day, long newest) {
        day.hours.keySet().removeIf(hour -> hour <= newest - HOURS);
    }

    /** Removes functions whose cost has not changed for a day. */
    public void forget() {
        long newest = Math.floorDiv(step.now, Step.HOUR);
        step.state.spend.dayCosts.values().forEach(day -> forget(day, newest));
        step.state.spend.dayCosts.values().removeIf(day -> day.hours.isEmpty());
    }
}
