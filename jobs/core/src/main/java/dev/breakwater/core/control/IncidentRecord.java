package dev.breakwater.core.control;

import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.Severity;
import dev.breakwater.core.policy.Lever;
import java.util.List;

/**
 * An incident after its end; the line of {@code incidents.jsonl}.
 *
 * @param onset      first data minute of the surge
 * @param detectedAt epoch milliseconds: end of the last data minute that the detection used
 * @param pagedAt    the same for the page, or -1 when nobody was paged
 * @param endedAt    epoch milliseconds, or -1 when the input ended first
 * @param excessNano  cost above the expectation from onset to end, nano-USD
 * @param avertedNano what throttles spared, nano-USD; see {@link Averted}
 * @param refusedGood calls that the baseline would have had and that throttles refused; see {@link Refused}
 * @param found      why: of the minute of detection, once paged of the minute of the page
 */
public record IncidentRecord(
        String incident,
        Scope scope,
        IncidentKind kind,
        Severity severity,
        long onset,
        long detectedAt,
        long pagedAt,
        long endedAt,
        Finding found,
        long excessNano,
        long avertedNano,
        List<Action> actions,
        Reason reason,
        long refusedGood) {

    /**
     * Something done to the function while the incident was open.
     *
     * @param type  throttle, lower, raise, release or override
     * @param at    epoch milliseconds of the safety clock
     * @param value the limit set, or -1 for a release to none
     * @param lever which limit
     */
    public record Action(String type, long at, int value, Lever lever) {

        /** Of reserved concurrency. */
        public Action(String type, long at, int value) {
            this(type, at, value, Lever.RESERVATION);
        }
    }
}
