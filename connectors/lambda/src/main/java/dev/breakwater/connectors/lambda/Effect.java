package dev.breakwater.connectors.lambda;

/**
 * One act, or why there was none; a line of the effects ledger. Flat.
 *
 * @param at          epoch milliseconds
 * @param throttle    whether the request was a throttle or a release
 * @param limit       the limit held or ended, or {@link Reservation#NONE} when it is not known
 * @param previous    what was reserved before our first throttle, or {@link Reservation#NONE}
 * @param restored    what a release put back ({@link Reservation#NONE}: no reservation), or {@link #NOT_RESTORED}
 * @param untilMillis epoch milliseconds at which the lease ends
 * @param detail      for people
 * @param lever       which lever
 * @param mapping     UUID of the event source mapping, empty for a reservation
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
        String mapping) {

    /** Nothing was put back. */
    public static final int NOT_RESTORED = -2;

    public FunctionRef ref() {
        return new FunctionRef(account, region, function);
    }

    /** Which limit was meant. */
    public LeverRef limitRef() {
        return new LeverRef(ref(), lever, mapping);
    }

    static Effect of(long at, ThrottleRequest request, CommitPlan plan) {
        Mark lease = plan.lease();
        boolean back = !request.throttle() && plan.kind() == PlanKind.APPLY;
        int previous = lease == null ? request.previous() : lease.previous();
        return new Effect(
                at,
                request.intent(),
                request.account(),
                request.region(),
                request.function(),
                request.throttle(),
                EffectOutcome.of(plan, request.throttle()),
                lease == null ? request.limit() : lease.limit(),
                previous,
                back ? previous : NOT_RESTORED,
                lease == null ? request.untilMillis() : lease.untilMillis(),
                request.incident(),
                plan.detail(),
                request.lever(),
                request.mapping());
    }

    /** The same request with another end. */
    static Effect failed(long at, ThrottleRequest request, EffectOutcome outcome, String detail) {
        return new Effect(
                at,
                request.intent(),
                request.account(),
                request.region(),
                request.function(),
                request.throttle(),
                outcome,
                request.limit(),
                request.previous(),
                NOT_RESTORED,
                request.untilMillis(),
                request.incident(),
                detail,
                request.lever(),
                request.mapping());
    }
}
