package dev.breakwater.core.control;

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
        long lagMillis) {}
