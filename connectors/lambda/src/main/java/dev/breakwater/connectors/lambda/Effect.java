package dev.breakwater.connectors.lambda;

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
        int found) {

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

    /** Whether the other one tells of the same limit, end and value. */
    boolean saysTheSame(Effect other) {
        return limit == other.limit && untilMillis == other.untilMillis && found == other.found;
    }

    /**
     * @param value what was set when it was planned
     */
    static Effect of(long at, ThrottleRequest request, CommitPlan plan, int value) {
        Mark lease = plan.lease();
        int previous = lease == null ? request.previous() : lease.previous();
        boolean back = plan.kind() == PlanKind.RELEASE || plan.change().kind() == CommitPlan.Change.Kind.RESTORE;
        return new Effect(
                at,
                request.intent(),
                request.account(),
                request.region(),
                request.function(),
                request.throttle(),
                EffectOutcome.of(plan),
                lease == null ? request.limit() : lease.limit(),
                previous,
                back ? previous : NOT_RESTORED,
                until(at, request, plan),
                request.incident(),
                plan.detail(),
                request.lever(),
                request.mapping(),
                plan.kind() == PlanKind.GONE ? NOT_SEEN : plan.change().after(value));
    }

    /** The same request with another end, of which no more is known. */
    static Effect failed(long at, ThrottleRequest request, EffectOutcome outcome, String detail) {
        return failed(at, request, outcome, detail, null, NOT_SEEN);
    }

    /**
     * The same request with another end.
     *
     * @param lease what was tried, or null
     * @param found what was read before it failed
     */
    static Effect failed(
            long at, ThrottleRequest request, EffectOutcome outcome, String detail, Mark lease, int found) {
        return new Effect(
                at,
                request.intent(),
                request.account(),
                request.region(),
                request.function(),
                request.throttle(),
                outcome,
                lease == null ? request.limit() : lease.limit(),
                lease == null ? request.previous() : lease.previous(),
                NOT_RESTORED,
                request.untilMillis(),
                request.incident(),
                detail,
                request.lever(),
                request.mapping(),
                found);
    }

    private static long until(long at, ThrottleRequest request, CommitPlan plan) {
        if (plan.kind() == PlanKind.OVERRIDDEN) {
            boolean known = plan.handsOffUntil() != HandsOff.NONE;
            return known ? plan.handsOffUntil() : at + HandsOff.FOR.toMillis();
        }
        return plan.lease() == null ? request.untilMillis() : plan.lease().untilMillis();
    }
}
