package dev.breakwater.connectors.receive.content;

import java.util.Locale;
import java.util.Map;

/**
 * A delivery that was read and is ready to be stored. The batch's buffers use memory of the budget until it is closed.
 *
 * @param key     the identity of the delivery
 * @param lines   one gzip member with the good lines, or empty if there are none
 * @param rejects one gzip member with the rejects, or empty if there are none
 * @param tally   the counts of records in the delivery
 */
public record Batch(RequestKey key, BudgetedBytes lines, BudgetedBytes rejects, Tally tally) implements AutoCloseable {

    /**
     * Counts of the records in a delivery.
     *
     * @param records the number of records
     * @param lines the number of good lines
     * @param rejects      refused records, by reason
     * @param logEvents the number of log events that were read; if a delivery has too many events, the rest is not read
     * @param reports      number of the log events that are platform reports and were used
     */
    public record Tally(
            int records,
            long lines,
            Map<RejectReason, Long> rejects,
            long logEvents,
            long reports,
            Map<PassedOver, Long> passedOver) {}

    /** Returns whether the batch contains nothing to store. */
    public boolean empty() {
        return lines.length() == 0 && rejects.length() == 0;
    }

    @Override
    public void close() {
        lines.close();
        rejects.close();
    }

    /**
     * Kinds of log lines of functions for which AWS does not bill each call. The log lines of these kinds are counted
     * but not used.
     */
    public enum PassedOver {
        /**
         * A report of a function on Managed Instances. The report has the duration of the call, but no memory or
         * billing.
         */
        MANAGED_INSTANCE(""),
        /** Any log line of a Web Function. */
        WEB_FUNCTION("/aws/lambda/web/"),
        /** Any log line of a MicroVM. */
        MICROVM("/aws/lambda/microvms/"),
        /** Any log line of a capacity provider. */
        CAPACITY_PROVIDER("/aws/lambda/capacity-provider/");

        private final String group;

        PassedOver(String group) {
            this.group = group;
        }

        /** Returns the kind of lines in a log group, or null for a function's log group. */
        static PassedOver ofGroup(String logGroup) {
            for (PassedOver kind : values()) {
                if (!kind.group.isEmpty() && logGroup.startsWith(kind.group)) {
                    return kind;
                }
            }
            return null;
        }

        /** Returns the name in metrics, for example {@code web-function}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
