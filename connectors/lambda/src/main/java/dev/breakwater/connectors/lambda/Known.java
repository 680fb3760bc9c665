package dev.breakwater.connectors.lambda;

/**
 * What is known of a limit besides its mark: that we held it, and what stood before. The ledger's word goes before
 * control's; both may be all that is left where an infrastructure tool wiped the tags.
 *
 * @param held        whether our limit was set and has not been given back since
 * @param limit       the limit that was set last, meaningless where nothing was held
 * @param asked       another limit of ours that may stand: one that control asks or asked for, or {@link Reservation#NONE}
 * @param before      likewise
 * @param previous    what was set before our first throttle, or {@link Reservation#NONE}
 * @param untilMillis epoch milliseconds at which the lease ends
 */
record Known(boolean held, int limit, int asked, int before, int previous, long untilMillis) {

    /** Nothing but the mark. */
    static final Known NOTHING =
            new Known(false, Reservation.NONE, Reservation.NONE, Reservation.NONE, Reservation.NONE, Long.MAX_VALUE);

    /** By the ledger alone. */
    static Known of(History h) {
        return h.held()
                ? new Known(true, h.limit(), Reservation.NONE, Reservation.NONE, h.previous(), h.untilMillis())
                : NOTHING;
    }

    static Known of(ThrottleRequest request, History h) {
        if (h.held()) {
            return new Known(true, h.limit(), request.limit(), request.before(), h.previous(), h.untilMillis());
        }
        if (!request.held()) {
            return NOTHING;
        }
        // a throttle that replaces a limit was asked for after that one was observed
        int limit = request.before() != Reservation.NONE ? request.before() : request.limit();
        return new Known(true, limit, request.limit(), request.before(), request.previous(), request.untilMillis());
    }

    /** Whether this value is one that we set. */
    boolean covers(int value) {
        return held && value != Reservation.NONE && (value == limit || value == asked || value == before);
    }

    /** Whether it is the value from before, and none of ours. */
    boolean isBack(int value) {
        return held && value == previous && value != limit;
    }
}
