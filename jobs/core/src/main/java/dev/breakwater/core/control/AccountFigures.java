package dev.breakwater.core.control;

import dev.breakwater.core.model.DataMinute;

/**
 * Key figures of an account and region.
 *
 * @param at             epoch milliseconds of the safety clock
 * @param incidentsOpen  incidents that are open
 * @param throttlesHeld  throttles that are held
 * @param excessHourNano cost above the expectation in the trailing 60 minutes, nano-USD; includes cost that no
 *     function's incident explains
 * @param lagMillis      age of the newest data minute that control has processed, milliseconds
 */
public record AccountFigures(
        long at,
        String account,
        String region,
        int incidentsOpen,
        int throttlesHeld,
        long excessHourNano,
        long lagMillis) {

    /** Computes the figures from control's state. */
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
