package dev.breakwater.core.control;

import dev.breakwater.core.model.DataMinute;

/**
 * The state of an account and region in figures.
 *
 * @param at             epoch milliseconds of the safety clock
 * @param incidentsOpen  incidents that are open
 * @param throttlesHeld  throttles that are held
 * @param excessHourNano excess of the trailing 60 minutes: the sum over all open incidents of functions, plus the
 *     unexplained rest, nano-USD
 * @param lagMillis      age of the newest data minute that was decided, milliseconds
 */
public record AccountFigures(
        long at,
        String account,
        String region,
        int incidentsOpen,
        int throttlesHeld,
        long excessHourNano,
        long lagMillis) {

    /** The figures of a state. */
    public static AccountFigures of(ControlState s, long now) {
        long excess = 0;
        for (IncidentState i : s.open.values()) excess += Math.max(0, i.billedHourNano);
        long newest = DataMinute.endMillis(s.newestMinute);
        return new AccountFigures(now, s.account, s.region, s.open.size(), held(s), excess, Math.max(0, now - newest));
    }

    /** The number of limits that are set and not yet released. */
    private static int held(ControlState s) {
        return (int) s.limits.values().stream().filter(l -> l.stands()).count();
    }
}
