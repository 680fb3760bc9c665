package dev.breakwater.guard.world;

/**
 * When all is over each limit has a value that a person last set: what stood initially and what a re-creation brought
 * count as set by a person. {@link ModelLimit} knows which values of people may have been lost.
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
            // what somebody edited, or wrote in another's name, is left alone
            if (fits && limit.bearsLease() && !limit.tagLost())
                judge.fail("end-tag", "still bears a tag of ours: " + limit.text());
        }
    }

    /** A surge that continues at the end may be held; everything else was given back long ago. */
    private boolean isHeldForGood(ModelLimit limit) {
        long minute = world.clock.now / WorldClock.MINUTE;
        return world.surges.surges(limit.function, minute - 5);
    }

    private boolean isStillRefused(ModelLimit limit) {
        boolean refused = limit.values().stream().anyMatch(value -> !world.aws.mayBe(limit, value));
        boolean paged = world.pager.open.values().stream().anyMatch(a -> a.stands.kind() == Page.Kind.CANNOT_GIVE_BACK);
        // the sweep has no pager: each of its runs fails until it is given back
        boolean sweeps =
                limit.isSwept() || limit.isOurs() && !world.ownerOf(limit).isUp();
        return refused && (paged || sweeps || limit.isForgotten());
    }
}
