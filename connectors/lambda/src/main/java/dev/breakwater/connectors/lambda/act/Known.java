package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.ledger.History;

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

    /**
     * By the ledger alone.
     *
     * @param value what is set now
     */
    static Known of(History h, int value) {
        if (!h.held() && !mayBeSet(h, value)) {
            return NOTHING;
        }
        int limit = h.held() ? h.limit() : h.asked();
        return new Known(true, limit, h.asked(), Reservation.NONE, h.previous(), h.untilMillis());
    }

    static Known of(ThrottleRequest request, History h, int value) {
        if (request.throttle() && isReleased(h, value)) {
            return NOTHING;
        }
        if (h.held()) {
            int asked = mayBeSet(h, value) ? h.asked() : request.limit();
            return new Known(true, h.limit(), asked, request.before(), h.previous(), h.untilMillis());
        }
        if (!request.held()) {
            return of(h, value);
        }
        // a throttle that replaces a limit was asked for after that one was observed
        int limit = request.before() != Reservation.NONE ? request.before() : request.limit();
        return new Known(true, limit, request.limit(), request.before(), request.previous(), request.untilMillis());
    }

    /** No answer came when it was set, and there it stands. */
    private static boolean mayBeSet(History h, int value) {
        return h.asked() != Reservation.NONE && value == h.asked();
    }

    /** No answer came when it was given back, and what was found before stands again: our own doing, not a hand. */
    private static boolean isReleased(History h, int value) {
        return h.held() && h.releaseTried() && value == h.previous() && value != h.limit();
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
