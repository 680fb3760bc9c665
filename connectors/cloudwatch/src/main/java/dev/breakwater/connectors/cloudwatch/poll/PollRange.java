package dev.breakwater.connectors.cloudwatch.poll;

/**
 * The minutes of one round.
 *
 * @param from first that is asked for; those before {@code next} are asked again
 * @param next first that is new to the feed
 * @param to   last, inclusive
 */
record PollRange(long from, long next, long to) {
    /** A round over more new minutes than this is catching up: every function is asked, whatever its period. */
    static final int LIVE = PollSettings.Budget.RAREST;

    boolean catchesUp() {
        return to - next >= LIVE;
    }

    long minutes() {
        return to - from + 1;
    }

    PollRange startingAt(long minute) {
        return new PollRange(minute, next, to);
    }
}
