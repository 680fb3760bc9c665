package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.Reservation;

/**
 * One act, or why there was none; a line of the effects ledger. Flat.
 *
 * @param at          epoch milliseconds
 * @param throttle    whether the request was a throttle or a release
 * @param limit       the limit held or ended, or {@link Reservation#NONE} when it is not known
 * @param previous    what was reserved before our first throttle, or {@link Reservation#NONE}
 * @param restored    what was put back ({@link Reservation#NONE}: no reservation), or {@link #NOT_RESTORED}
 * @param untilMillis epoch milliseconds at which the lease ends; of OVERRIDDEN, until which the function is left alone
 * @param detail      for people
 * @param lever       which lever
 * @param mapping     UUID of the event source mapping, empty for a reservation
 * @param found       what is set now as far as it was seen, {@link Reservation#NONE} for no limit, or {@link #NOT_SEEN}
 * @param book        what the configuration is called by that decided it; empty or null where it is not known
 */
public record Effect(
        long at,
        String intent,
        String account,
        String region,
        String function,
        boolean throttle,
        EffectOutcome outcome,
        int limit,
        int previous,
        int restored,
        long untilMillis,
        String incident,
        String detail,
        LeverKind lever,
        String mapping,
        int found,
        String book) {

    /** The detail of a limit that stands and was not touched. */
    public static final String HELD = "held";

    /** Nothing was put back. */
    public static final int NOT_RESTORED = -2;

    /** Nothing was read. */
    public static final int NOT_SEEN = -3;

    public FunctionRef ref() {
        return new FunctionRef(account, region, function);
    }

    /** Which limit was meant. */
    public LeverRef limitRef() {
        return new LeverRef(ref(), lever, mapping);
    }

    /** Whether the limit was found to stand before that one, or itself, could not be done. */
    boolean isFoundBy(Effect tried) {
        return throttle && limit != Reservation.NONE && tried.found == limit;
    }

    /** The same limit, as one that stands. */
    Effect held() {
        return new Effect(
                at,
                intent,
                account,
                region,
                function,
                true,
                EffectOutcome.APPLIED,
                limit,
                previous,
                restored,
                untilMillis,
                incident,
                HELD,
                lever,
                mapping,
                limit,
                book);
    }

    /** Whether the other one tells of the same limit, end and value. */
    boolean saysTheSame(Effect other) {
        return limit == other.limit && untilMillis == other.untilMillis && found == other.found;
    }
}
