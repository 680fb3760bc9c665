package dev.breakwater.core.control;

import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.policy.Lever;

/**
 * One decision of control, written as a line of decisions.jsonl. A refusal is a decision too.
 *
 * @param at         epoch milliseconds of the safety clock
 * @param minute     the data minute whose samples led to the decision, or -1 if only the clock did
 * @param scope      subject of the decision
 * @param sequence   number of the decision in its account and region, which orders decisions of the same instant
 * @param type       kind of decision
 * @param reason     reason of the decision
 * @param incident   the incident's id, or empty
 * @param policy     the policy that applied
 * @param limit      the limit to set, or -1
 * @param previous   the limit before our throttle, or -1 if there was none
 * @param until      when the lease ends at the latest, epoch milliseconds, or -1
 * @param usdPerHour cost above the expectation in the trailing 60 minutes, USD
 * @param lever      the kind of limit; a reservation if the decision is not about a throttle
 * @param found      the finding of an incident that was opened or paged; otherwise {@link Finding#NONE}
 * @param words      AWS's error message if AWS refused the call, otherwise empty
 * @param book       the id of the policy book in force; empty in a recording
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

    /** The same decision, made under another policy book. */
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
