package dev.breakwater.core.control;

import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.policy.Lever;

/**
 * One decision of control, including refusals; a line of decisions.jsonl.
 *
 * @param at         epoch milliseconds of the safety clock
 * @param minute     the data minute whose samples led to it, or -1 if only the clock did
 * @param scope      subject of the decision
 * @param sequence   counts up within one account and region; orders decisions of the same instant
 * @param type       kind of decision
 * @param reason     why
 * @param incident   the incident's id, or empty
 * @param policy     the policy that applied
 * @param limit      the limit wanted, or -1
 * @param previous   the limit before our throttle, or -1 if there was none
 * @param until      latest end of the lease in epoch milliseconds, or -1
 * @param usdPerHour excess of the trailing 60 minutes in USD
 * @param lever      the kind of limit; also a reservation if the decision is not about a throttle
 * @param found      the finding of an incident that was opened or paged; otherwise {@link Finding#NONE}
 * @param words      AWS's error if it refused, otherwise empty
 * @param book       the id of the book in force; empty in a recording, null in older state
 */
public record Decision(
        long at,
        long minute,
        Scope scope,
        long sequence,
        DecisionType type,
        Reason reason,
        String incident,
        String policy,
        int limit,
        int previous,
        long until,
        double usdPerHour,
        Lever lever,
        Finding found,
        String words,
        String book) {

    /** The same decision under another book. */
    public Decision by(String name) {
        return new Decision(
                at,
                minute,
                scope,
                sequence,
                type,
                reason,
                incident,
                policy,
                limit,
                previous,
                until,
                usdPerHour,
                lever,
                found,
                words,
                name);
    }
}
