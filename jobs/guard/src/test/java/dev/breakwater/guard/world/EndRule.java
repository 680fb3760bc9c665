package dev.breakwater.guard.world;

/**
 * At the end, each limit has the value that a person last set. The first value, and the value of a function that was
 * created again, count as set by a person. {@link ModelLimit} knows which values of people may have been lost.
 */
final class EndRule {

    private final Judge judge;
    private final ClosedLoopWorld world;

    EndRule(Judge judge) {
        this.judge = judge;
        world = judge.world;
    }

    void check() {
        for (ModelLimit limit : world.aws.limits()) {
            if (isHeldForGood(limit) || isStillRefused(limit)) continue;
            boolean fits = limit.mayStand(limit.value);
            if (!fits) judge.fail("end-value", "is not as people set it: " + limit.text());
            // a tag that somebody edited or wrote in another name stays
            if (fits && limit.bearsLease() && !limit.tagLost())
                judge.fail("end-tag", "still bears a tag of ours: " + limit.text());
        }
    }

    /**
     * Whether the limit may still be held at the end, because its surge continues. All other limits must have been
     * released.
     */
    private boolean isHeldForGood(ModelLimit limit) {
        long minute = world.clock.now / WorldClock.MINUTE;
        return world.surges.surges(limit.function, minute - 5);
    }

    private boolean isStillRefused(ModelLimit limit) {
        boolean refused = limit.values().stream().anyMatch(value -> !world.aws.mayBe(limit, value));
        boolean paged = world.pager.open.values().stream().anyMatch(a -> a.stands.kind() == Page.Kind.CANNOT_GIVE_BACK);
        // the sweep has no pager, so each of its runs fails until the limit is released
        boolean sweeps = limit.isSwept()
                || limit.looksOurs() && !world.instance(limit.holder()).isUp();
        return refused && (paged || sweeps || limit.isForgotten());
    }
}
