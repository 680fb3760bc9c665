package dev.breakwater.connectors.receive.content;

import dev.breakwater.model.Sha256;
import dev.breakwater.model.Wire;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;

/**
 * A delivery that was read and is ready to be stored. The batch's buffers use memory of the budget until the batch is
 * closed.
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
     * @param reports      the number of log events that are platform reports and were used
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
    public enum PassedOver implements Wire {
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
    }

    /**
     * The identity of a delivery: half of a SHA-256 over the stream's ARN and the request id. The key is the same in
     * each retry of the delivery.
     */
    public record RequestKey(long high, long low) {
        public static final int BYTES = 16;

        public static RequestKey of(String sourceArn, String requestId) {
            return read(ByteBuffer.wrap(Sha256.of(sourceArn + "\n" + requestId)));
        }

        public static RequestKey read(ByteBuffer from) {
            return new RequestKey(from.getLong(), from.getLong());
        }

        public void write(ByteBuffer to) {
            to.putLong(high).putLong(low);
        }

        @Override
        public String toString() {
            return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
        }
    }

    /** The reason why a part of a delivery was not stored. */
    public enum RejectReason implements Wire {
        /** The line is not JSON, or has more than one value. */
        NOT_JSON,
        /** The line is JSON, but not a JSON object. */
        NOT_AN_OBJECT,
        /** The object lacks the keys of a metric. */
        NOT_A_METRIC,
        /** The line is longer than 1 MiB. */
        LINE_TOO_LONG,
        /** The line is nested too deep, or has too long a number or key. */
        TOO_DEEP,
        /** The record is longer than the limit after inflation. */
        RECORD_TOO_LONG,
        /** The record begins like gzip but is damaged. */
        BAD_GZIP,
        /** The record begins like OpenTelemetry but is damaged. */
        BAD_PROTOBUF,
        /** The OpenTelemetry metric is not a summary, or lacks its account or its name. */
        UNUSED_METRIC,
        /** The value cannot be written in JSON. */
        BAD_VALUE,
        /** The log subscription message lacks a required field. */
        BAD_LOG_MESSAGE,
        /** The platform report cannot be read. */
        BAD_REPORT,
        /** The line is about an account for which the key is not valid. */
        WRONG_ACCOUNT,
        /** The delivery has more log events than may be in memory. */
        TOO_MANY_EVENTS;
    }
}
