package dev.breakwater.connectors.receive.content;

import java.util.Map;

/**
 * A delivery read and ready to be stored. Its buffers hold their memory in the budget until closed.
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
     * @param logEvents    log events read; further ones are not read once the delivery has more than it may hold
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
}
