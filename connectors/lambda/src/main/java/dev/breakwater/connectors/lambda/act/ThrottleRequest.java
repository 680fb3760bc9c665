package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.mark.Mark;

/**
 * One wish about one limit, as it crosses the wire; a flat record that Flink serialises without Kryo.
 *
 * @param intent         unique for each change of the wish; a repeat of the same wish carries the same intent
 * @param throttle       true: hold {@code limit}; false: take our throttle away and restore what was found
 * @param limit          value wished for (0 and above, see {@link LeverKind}); of a release, the last one that was
 *                       wished for, or {@link Reservation#NONE}
 * @param previous       what the inventory knew before our throttle, or {@link Reservation#NONE}; what is really set
 *                       when the throttle is carried out counts, not this
 * @param untilMillis    epoch milliseconds at which the lease ends at the latest
 * @param notAfterMillis epoch milliseconds after which a throttle is not carried out any more; a release always is
 * @param incident       the incident's id, or empty
 * @param reason         wire name of the reason
 * @param lever          which lever
 * @param mapping        UUID of the event source mapping, empty for a reservation
 * @param before         our own limit that this one replaces, or {@link Reservation#NONE}
 * @param held           whether our limit was observed set: then a value of {@code limit} or {@code before} is ours and
 *                       {@code previous} goes back, even where tags and ledger are lost
 * @param words          for the ledger alone: nothing is carried out; empty of a wish
 * @param book           what the configuration is called by that decided it, or empty
 */
public record ThrottleRequest(
        String intent,
        String account,
        String region,
        String function,
        boolean throttle,
        int limit,
        int previous,
        long untilMillis,
        long notAfterMillis,
        String incident,
        String reason,
        LeverKind lever,
        String mapping,
        int before,
        boolean held,
        String words,
        String book) {

    /** Whether it is to be written down, and nothing done. */
    boolean isNote() {
        return !words.isEmpty();
    }

    /** Of two requests with the same, the newer counts alone: a limit's wish, or a note by itself. */
    Object subject() {
        return isNote() ? intent : limitRef();
    }

    public FunctionRef ref() {
        return new FunctionRef(account, region, function);
    }

    /** Which limit is meant. */
    public LeverRef limitRef() {
        return new LeverRef(ref(), lever, mapping);
    }

    /** The line of the ledger for a request that was not carried out, of which no more is known. */
    public Effect ended(long at, EffectOutcome outcome, String detail) {
        return ended(at, outcome, detail, null, Effect.NOT_SEEN);
    }

    /**
     * The same where something was tried or seen.
     *
     * @param at    epoch milliseconds
     * @param lease what was tried, or null
     * @param found what was read before it failed, or {@link Effect#NOT_SEEN}
     */
    Effect ended(long at, EffectOutcome outcome, String detail, Mark lease, int found) {
        return new Effect(
                at,
                intent,
                account,
                region,
                function,
                throttle,
                outcome,
                lease == null ? limit : lease.limit(),
                lease == null ? previous : lease.previous(),
                Effect.NOT_RESTORED,
                untilMillis,
                incident,
                detail,
                lever,
                mapping,
                found,
                book);
    }
}
