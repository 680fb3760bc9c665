package dev.breakwater.model;

/**
 * The key figures of an account and region. The figures never contain a function's name, because AWS charges for each
 * value of a metric's dimension. Stages pass this record, so its constructor has no checks.
 *
 * @param at             epoch milliseconds of the safety clock
 * @param account        12 digits
 * @param region         for example {@code eu-west-1}
 * @param incidentsOpen  incidents that are open
 * @param throttlesHeld  throttles that are held
 * @param excessHourNano cost above the expectation in the trailing 60 minutes, nano-USD, 0 and above; includes cost
 *     that no function's incident explains
 * @param lagMillis      age of the newest data minute that control has processed, milliseconds, 0 and above
 */
public record AccountFigures(
        long at,
        String account,
        String region,
        int incidentsOpen,
        int throttlesHeld,
        long excessHourNano,
        long lagMillis) {}
