package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.mark.HandsOff;
import dev.breakwater.connectors.lambda.mark.Mark;

/**
 * What to do about one request, in this order: write the mark, change the value, remove the mark.
 *
 * @param kind          the verdict
 * @param lease         the lease that the plan is about (to be written, standing, or ended), or null
 * @param markAct       what happens to the tags
 * @param change        what happens to the value
 * @param handsOffUntil of OVERRIDDEN, where it is known already: epoch milliseconds; else {@link HandsOff#NONE}
 * @param detail        why, for people
 */
public record CommitPlan(PlanKind kind, Mark lease, MarkAct markAct, Change change, long handsOffUntil, String detail) {

    /** What happens to the tags. */
    public enum MarkAct {
        KEEP,
        /** Written before the value changes. */
        WRITE,
        /** Removed after the value changed. */
        REMOVE
    }

    /**
     * What happens to the value.
     *
     * @param kind  keep it, set it as a limit, or restore it
     * @param value the value to set or restore ({@link Reservation#NONE}: delete), meaningless for KEEP
     */
    public record Change(Kind kind, int value) {

        /** Setting can refuse to go on; restoring is never given up. */
        public enum Kind {
            KEEP,
            SET,
            RESTORE
        }

        static final Change KEEP = new Change(Kind.KEEP, Reservation.NONE);

        public static Change set(int limit) {
            return new Change(Kind.SET, limit);
        }

        static Change restore(int previous) {
            return new Change(Kind.RESTORE, previous);
        }

        /** What is set afterwards, where this was set before. */
        int after(int value) {
            return kind == Kind.KEEP ? value : this.value;
        }
    }

    public CommitPlan(PlanKind kind, Mark lease, MarkAct markAct, Change change, String detail) {
        this(kind, lease, markAct, change, HandsOff.NONE, detail);
    }

    static CommitPlan nothing(PlanKind kind, String detail) {
        return new CommitPlan(kind, null, MarkAct.KEEP, Change.KEEP, detail);
    }

    /** The same acts, because the function is left alone until then. */
    CommitPlan leftAlone(long untilMillis, String why) {
        String text = kind == PlanKind.RELEASE ? detail + ", " + why : why;
        return new CommitPlan(PlanKind.OVERRIDDEN, lease, markAct, change, untilMillis, text);
    }

    /** How a request ends whose plan was carried out. */
    EffectOutcome outcome() {
        return switch (kind) {
            case APPLY -> EffectOutcome.APPLIED;
            case RELEASE -> EffectOutcome.RELEASED;
            case ALREADY -> lease == null ? EffectOutcome.ALREADY : EffectOutcome.APPLIED;
            default -> EffectOutcome.valueOf(kind.name());
        };
    }

    /**
     * The line of the ledger for this plan, carried out.
     *
     * @param at    epoch milliseconds
     * @param value what was set when it was planned
     */
    public Effect done(long at, ThrottleRequest request, int value) {
        int previous = lease == null ? request.previous() : lease.previous();
        boolean back = kind == PlanKind.RELEASE || change.kind() == Change.Kind.RESTORE;
        return new Effect(
                at,
                request.intent(),
                request.account(),
                request.region(),
                request.function(),
                request.throttle(),
                outcome(),
                lease == null ? request.limit() : lease.limit(),
                previous,
                back ? previous : Effect.NOT_RESTORED,
                until(at, request),
                request.incident(),
                detail,
                request.lever(),
                request.mapping(),
                kind == PlanKind.GONE ? Effect.NOT_SEEN : change.after(value),
                request.book());
    }

    private long until(long at, ThrottleRequest request) {
        if (kind == PlanKind.OVERRIDDEN) {
            return handsOffUntil != HandsOff.NONE ? handsOffUntil : at + HandsOff.FOR.toMillis();
        }
        return lease == null ? request.untilMillis() : lease.untilMillis();
    }
}
