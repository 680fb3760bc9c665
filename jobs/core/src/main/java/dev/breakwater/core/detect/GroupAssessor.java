package dev.breakwater.core.detect;

import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Scope;
import java.util.List;

/**
 * Judges a group of functions as if it were one: the sum of its members has a baseline of its own, in which their noise
 * averages out, so that a surge too small to see on any of them shows.
 */
public final class GroupAssessor {

    private final ScopeAssessor assessor;

    public GroupAssessor(Tiers tiers) {
        assessor = new ScopeAssessor(tiers);
    }

    /** Judges a minute of the group, new or revised, from the sums of its members. */
    public List<Assessment> observe(
            AccountState sums, ScopeState s, Scope group, long minute, long arrivalMinute, Gates gates) {
        Silence.note(s, sums.silentFrom, sums.silentTo);
        MinuteSums all = new MinuteSums(
                minute,
                sums.sum(minute, Sums.DEMAND),
                sums.sum(minute, Sums.DEMAND_COST),
                sums.sum(minute, Sums.COST),
                0,
                sums.sum(minute, Sums.CONCURRENCY),
                0);
        return assessor.observe(new ScopeView(s), group, all, arrivalMinute, gates)
                .assessments();
    }
}
