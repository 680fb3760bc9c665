package dev.breakwater.connectors.receive.content;

import java.util.Locale;
import java.util.Map;

/**
 * A delivery that was read and is ready to be stored. Its buffers occupy memory of the budget until it is closed.
 *
 * @param key     which delivery
 * @param lines   one gzip member, or empty if there was nothing to land
 * @param rejects one gzip member, or empty if all was good
 * @param tally   counts of its content
 */
public record Batch(RequestKey key, BudgetedBytes lines, BudgetedBytes rejects, Tally tally) implements AutoCloseable {

    /**
     * Counts of the records in a delivery.
     *
     * @param records      records
     * @param lines        lines landed
     * @param rejects      refused records, by reason
     * @param logEvents    log events that were read; once the delivery has too many, further ones are not read
     * @param reports      platform reports among them that were counted in
     */
    public record Tally(
            int records,
            long lines,
            Map<RejectReason, Long> rejects,
            long logEvents,
            long reports,
            Map<PassedOver, Long> passedOver) {}

    /** Whether there is nothing to store. */
    public boolean empty() {
        return lines.length() == 0 && rejects.length() == 0;
    }

    @Override
    public void close() {
        lines.close();
        rejects.close();
    }

    /** Log lines of functions that are not billed by the call, which are counted but not used. */
    public enum PassedOver {
        /** A report of a function on Managed Instances. It has the duration of the call, but no memory or billing. */
        MANAGED_INSTANCE(""),
        /** Whatever a Web Function logs. */
        WEB_FUNCTION("/aws/lambda/web/"),
        /** Whatever a MicroVM logs. */
        MICROVM("/aws/lambda/microvms/"),
        /** Whatever a capacity provider logs. */
        CAPACITY_PROVIDER("/aws/lambda/capacity-provider/");

        private final String group;

        PassedOver(String group) {
            this.group = group;
        }

        /** The kind of a log group, or null for a function's log group. */
        static PassedOver ofGroup(String logGroup) {
            for (PassedOver kind : values()) {
                if (!kind.group.isEmpty() && logGroup.startsWith(kind.group)) {
                    return kind;
                }
            }
            return null;
        }

        /** As written in metrics, for example {@code web-function}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
