package dev.breakwater.model.kind;

/**
 * The price formula of one resource. All costs are in nano-USD. Only Lambda has platform reports, so a formula of
 * another kind does not price them.
 */
public interface Pricing {

    /** The cost of a minute with this many calls, and this sum of their milliseconds. */
    double nano(double calls, double milliseconds);

    /** The formula for a minute with this peak concurrency, which is infinite if it is unknown. */
    default Pricing at(double concurrency) {
        return this;
    }

    /** The longest time that a call can run, milliseconds. Below three minutes, running calls are not estimated. */
    default long timeoutMs() {
        return 0;
    }

    /** The cost of the reported calls only. */
    default double nano(Reports reports) {
        return 0;
    }

    /** The cost of a minute, with the billed time of platform reports. */
    default double nano(double calls, double milliseconds, Reports reports) {
        return nano(calls, milliseconds);
    }

    /** Checks the reports against the resource's limits, its calls and the sum of their milliseconds. */
    default Doubt doubt(Reports reports, double calls, double milliseconds) {
        return Doubt.NONE;
    }

    /** Whether each report is plausible. This check is for a minute that has no other data. */
    default boolean possible(Reports reports) {
        return false;
    }

    /**
     * The platform reports about one minute. Reports are log lines of the function and are not trusted, because callers
     * may be able to write to the log.
     *
     * @param megabyteMillis billed milliseconds x MB, including INIT
     * @param calls          the number of calls that the reports cover
     * @param largest        billed milliseconds x MB of the most expensive call
     * @param memoryMb       the largest memory in the reports, MB; 0 if no report has one
     */
    record Reports(double megabyteMillis, double calls, double largest, double memoryMb) {}

    /** The reason why a minute's platform reports are doubted. */
    enum Doubt {
        /** The reports are plausible. */
        NONE(""),
        /** The reports have far more calls than ran. */
        CALLS("more reports than calls"),
        /** A report has more memory than the function. */
        MEMORY("the memory contradicts the inventory"),
        /** One call costs more than its timeout allows. */
        TIMEOUT("a call took longer than the timeout allows"),
        /** The reported time is longer than Duration and INIT can be. */
        DURATION("the reported time is longer than Duration and INIT together");

        private final String words;

        Doubt(String words) {
            this.words = words;
        }

        /** The reason for the doubt as text for people. */
        public String words() {
            return words;
        }
    }
}
