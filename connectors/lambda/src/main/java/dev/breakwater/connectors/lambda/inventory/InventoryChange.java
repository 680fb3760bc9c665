package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.model.Scope;
import dev.breakwater.model.Wire;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.Sighting;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * One change since the last round. The kind decides which of the contents the change has. The others are null. An
 * unknown field keeps its last known value, so a failed call removes no data.
 *
 * @param scope    FOUND, CHANGED, GONE, MARKED, STILL_MARKED: the function; otherwise the account and region,
 *     without a name
 * @param atMillis the time of the reading, epoch milliseconds
 * @param seen     FOUND, CHANGED: the function's present state
 * @param limits   LIMITS: the concurrency limits of the account and region
 * @param sighting MARKED, STILL_MARKED: one limit of the function, whose value and tags were read together
 * @param text     GAP, GAP_CLOSED: begins with the permission, such as {@code lambda:ListTags}; otherwise empty
 */
public record InventoryChange(
        Kind kind, Scope scope, long atMillis, Seen seen, AccountLimits limits, Sighting sighting, String text) {

    /**
     * A function's present state.
     *
     * @param facts    the facts as AWS shows them, so that Breakwater's limit counts as the function's own; without
     *                 triggers
     * @param triggers the queues and streams that feed the function, with Breakwater's tags; null if they were not read
     * @param first    FOUND: true if the function already existed when its account and region were first read, so that
     *                 it is not new
     */
    public record Seen(FunctionFacts facts, List<TriggerMapping> triggers, boolean first) {}

    /** The kind of change. Do not reorder these values: the ordinal is on the wire. */
    public enum Kind implements Wire {
        /** A function that is new, or that was not read before. */
        FOUND,
        /** An attribute of the function changed. */
        CHANGED,
        /**
         * The function no longer exists. The function was missing in a complete listing, and a call by its name did not
         * find it.
         */
        GONE,
        /**
         * A call failed, so a part is unknown. A failed call is reported once, and again only if it worked in between
         * or fails in another way.
         */
        GAP,
        /** A call that had failed has worked for a whole round. */
        GAP_CLOSED,
        /** The concurrency of the account and region. */
        LIMITS,
        /** A limit with Breakwater's tags, now or at the last reading, differs from the last reading. */
        MARKED,
        /**
         * A limit with Breakwater's tags is unchanged. This is emitted each minute, because code that acts on a reading
         * must know that it is still true.
         */
        STILL_MARKED
    }

    /** Returns this record's type for Flink. */
    public static TypeInformation<InventoryChange> typeInformation() {
        return TypeInformation.of(InventoryChange.class);
    }

    static InventoryChange of(Kind kind, Scope scope, String text, long atMillis) {
        return new InventoryChange(kind, scope, atMillis, null, null, null, text);
    }

    static InventoryChange seen(Kind kind, Seen seen, long atMillis) {
        return new InventoryChange(kind, seen.facts().scope(), atMillis, seen, null, null, "");
    }

    static InventoryChange limits(Scope place, AccountLimits limits, long atMillis) {
        return new InventoryChange(Kind.LIMITS, place, atMillis, null, limits, null, "");
    }

    static InventoryChange marked(Kind kind, Scope function, Sighting seen) {
        return new InventoryChange(kind, function, seen.at(), null, null, seen, "");
    }
}
