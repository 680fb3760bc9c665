package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.LimitKind;
import dev.breakwater.connectors.lambda.mark.Marked.LeaseTags;
import java.util.Map;

/**
 * A consistent reading of one limit: Breakwater's tags, and the value that belongs to them.
 *
 * @param mapping       UUID of the event source mapping; empty for {@link LimitKind#RESERVATION}
 * @param value         the value in the form of its kind of limit; {@link
 *                      dev.breakwater.connectors.lambda.Reservation#NONE} for no limit
 * @param tags Breakwater's tags, {@link LeaseTags#KEYS}; empty if they disappeared since the last reading
 * @param handsOffUntil the time until which Breakwater leaves the function alone, epoch milliseconds, or {@link
 *                      dev.breakwater.connectors.lambda.mark.HandsOff#NONE}
 * @param news whether the reading differs from the last reading
 */
public record LimitReading(
        LimitKind lever, String mapping, int value, Map<String, String> tags, long handsOffUntil, boolean news) {

    /** Returns the value of the lease tag, or null if there is none. */
    public String lease() {
        return tags.get(LeaseTags.LEASE);
    }

    LimitReading asNews(boolean isNews) {
        return new LimitReading(lever, mapping, value, tags, handsOffUntil, isNews);
    }
}
