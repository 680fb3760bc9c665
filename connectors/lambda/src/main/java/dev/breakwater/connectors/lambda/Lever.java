package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.Answer;

/**
 * The hand on the functions of one account and region. Each method is one small step, none decides anything: which
 * steps are right is {@link CommitPlanner}'s to say, their order {@link LeverWork}'s to keep.
 *
 * <p>Every step may be repeated. What AWS refuses is an answer, never an exception.
 */
public interface Lever extends AutoCloseable {

    /** Reservation and mark; a function that is not there is a state, not a failure. */
    Answer<LeverState> read(String function);

    /** Writes all tags of the mark. */
    Answer<Boolean> mark(String function, Mark mark);

    /** Reserves this many concurrent executions, 0 and above. */
    Answer<Boolean> apply(String function, int limit);

    /** Puts back what was there before: a value, or no reservation for {@link Reservation#NONE}. */
    Answer<Boolean> restore(String function, int previous);

    /** Removes all tags of a mark. */
    Answer<Boolean> unmark(String function);

    @Override
    void close();
}
