package dev.breakwater.cli.recording;

/** The values recorded for each function's minute, in the order of the recording's lines. */
enum Column {
    INVOCATIONS("invocations"),
    THROTTLES("throttles"),
    ERRORS("errors"),
    DURATION_MEAN_MS("durationMeanMs"),
    DURATION_MAX_MS("durationMaxMs"),
    CONCURRENCY("concurrency");

    private final String wire;

    Column(String wire) {
        this.wire = wire;
    }

    /** The name in the recording's header. */
    String wire() {
        return wire;
    }
}
