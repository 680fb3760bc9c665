package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.lever.LeverState;
import dev.breakwater.connectors.lambda.mark.Mark;
import dev.breakwater.connectors.lambda.mark.MarkReading;

/**
 * A throttle as the tags and the value of a limit tell it; what {@code status} prints.
 *
 * @param limit    which limit
 * @param value    what is set now, or {@link Reservation#NONE}
 * @param mark     the mark, or null when it cannot be read
 * @param standing how the two fit together
 * @param expired  whether the lease's end is past
 * @param detail   what is wrong with an unreadable mark, else empty
 */
public record FoundLease(LeverRef limit, int value, Mark mark, Standing standing, boolean expired, String detail) {

    /** How the mark and the value fit together. */
    public enum Standing {
        /** Our limit is set. */
        HELD,
        /** The mark stands, the value from before too: broken off between two calls, or put back by hand. */
        HALF,
        /** Somebody set another value. */
        OVERRIDDEN,
        /** Our limit is set and the ledger knows it, but its tags were wiped. */
        UNMARKED,
        /** The mark makes no sense; nobody knows what to put back. */
        UNREADABLE
    }

    public FunctionRef function() {
        return limit.function();
    }

    /** Null where there is no lease. */
    static FoundLease of(LeverRef limit, LeverState state, long nowMillis) {
        int value = state.limit();
        MarkReading reading = state.mark();
        return switch (reading.kind()) {
            case ABSENT -> null;
            case MALFORMED -> new FoundLease(limit, value, null, Standing.UNREADABLE, false, reading.detail());
            case PRESENT -> {
                Mark mark = reading.mark();
                yield new FoundLease(limit, value, mark, standing(mark, value), mark.expiredAt(nowMillis), "");
            }
        };
    }

    /** Of a limit without a mark, by what the ledger has of it; null where our limit does not stand. */
    static FoundLease unmarked(Effect held, LeverState state, long nowMillis) {
        boolean ours =
                state.exists() && state.mark().kind() == MarkReading.Kind.ABSENT && state.limit() == held.limit();
        if (!ours) {
            return null;
        }
        Mark lost =
                new Mark(held.previous(), held.limit(), Reservation.NONE, held.untilMillis(), "ledger", held.intent());
        return new FoundLease(held.limitRef(), state.limit(), lost, Standing.UNMARKED, lost.expiredAt(nowMillis), "");
    }

    private static Standing standing(Mark mark, int value) {
        if (mark.covers(value)) {
            return Standing.HELD;
        }
        return value == mark.previous() ? Standing.HALF : Standing.OVERRIDDEN;
    }
}
