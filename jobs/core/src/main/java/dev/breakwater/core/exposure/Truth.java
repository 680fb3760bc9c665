package dev.breakwater.core.exposure;

/**
 * What a condition may come to, over all the requests that a kind of caller can make.
 *
 * @param canHold whether a request may pass it
 * @param canFail whether a request may fail it
 */
record Truth(boolean canHold, boolean canFail) {

    static final Truth HOLDS = new Truth(true, false);
    static final Truth FAILS = new Truth(false, true);
    static final Truth EITHER = new Truth(true, true);
    /** Of no request at all. */
    static final Truth NEVER = new Truth(false, false);

    /** Over the requests of both. */
    Truth or(Truth other) {
        return new Truth(canHold || other.canHold, canFail || other.canFail);
    }

    Truth not() {
        return new Truth(canFail, canHold);
    }
}
