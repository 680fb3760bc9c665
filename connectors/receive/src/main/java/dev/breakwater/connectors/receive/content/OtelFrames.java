package dev.breakwater.connectors.receive.content;

/**
 * Reads messages one after another. Each message begins with its length, as an unsigned varint. An
 * {@code ExportMetricsServiceRequest} begins with the tag of its only field. This tag distinguishes a record of such
 * messages from text and gzip.
 */
final class OtelFrames {
    private static final byte RESOURCE_METRICS = 0x0a; // field 1, length-delimited

    private final byte[] bytes;
    private final int limit;
    private int at;
    private int size;

    OtelFrames(byte[] bytes, int limit) {
        this.bytes = bytes;
        this.limit = limit;
    }

    /** Returns whether the record begins like such a message, whether complete or not. */
    boolean plausible() {
        int length = varint();
        boolean tag = length > 0 && at < limit && bytes[at] == RESOURCE_METRICS;
        at = 0;
        return tag;
    }

    /** Returns whether the messages fill the record exactly. */
    boolean whole() {
        boolean good = limit > 0;
        while (good && at < limit) {
            good = next() && (size == 0 || bytes[at - size] == RESOURCE_METRICS);
        }
        at = 0;
        return good;
    }

    /** Moves past the next message. Returns false at the end, or if the message is cut off. */
    boolean next() {
        size = varint();
        if (size < 0 || size > limit - at) {
            return false;
        }
        at += size;
        return true;
    }

    boolean more() {
        return at < limit;
    }

    /** Returns the start of the message that the method {@code next} passed. */
    int from() {
        return at - size;
    }

    int size() {
        return size;
    }

    /** Returns the number, or -1 if there is none. */
    private int varint() {
        int value = 0;
        for (int shift = 0; shift < 32 && at < limit; shift += 7) {
            byte b = bytes[at++];
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        return -1;
    }
}
