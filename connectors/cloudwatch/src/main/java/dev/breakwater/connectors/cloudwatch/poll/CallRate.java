package dev.breakwater.connectors.cloudwatch.poll;

/** So many calls a second, a second's worth at once. Pages that a call turned out to have are paid back afterwards. */
final class CallRate {
    private final double perMilli;
    private final double most;
    private double left;
    private long asOf;

    CallRate(int perSecond) {
        perMilli = perSecond / 1000.0;
        most = perSecond;
        left = most;
    }

    /** Takes one call if there is one. */
    boolean take(long nowMillis) {
        if (asOf != 0) {
            left = Math.min(most, left + Math.max(0, nowMillis - asOf) * perMilli);
        }
        asOf = nowMillis;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }

    /** Calls that were made without having been taken. */
    void owe(int calls) {
        left -= calls;
    }
}
