package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.AccountLimits;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.source.OneValueTypeInfo;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * One change since the last round. An unknown field keeps its last known value, so a failed call removes no data.
 *
 * @param name     FOUND, CHANGED, GONE, UNUSED, MARKED: the function; otherwise empty
 * @param function FOUND, CHANGED: its present state, otherwise null; if {@code unknown} names the tags or the
 *     reservation, an empty value means that they were not read
 * @param triggers FOUND, CHANGED: the queues and streams that feed the function, with Breakwater's tags; meaningless if
 *     {@code unknown} names them
 * @param unknown  FOUND, CHANGED: a sum of {@link #TAGS}, {@link #RESERVATION} and {@link #TRIGGERS}
 * @param limits   LIMITS: the concurrency limits of the account and region, otherwise null
 * @param text     GAP, GAP_CLOSED: begins with the permission, such as {@code lambda:ListTags}; UNUSED: the time of the
 *     last call; otherwise empty
 * @param first    FOUND: true if the function already existed when its account and region were first read, so that it
 *                 is not new
 * @param atMillis the time of the reading, epoch milliseconds
 * @param reading  MARKED: the value and tags of one limit of the function {@code name}, which were read together;
 *     otherwise null
 */
@TypeInfo(InventoryChange.TypeFactory.class)
public record InventoryChange(
        Kind kind,
        String account,
        String region,
        String name,
        FunctionDescription function,
        List<TriggerMapping> triggers,
        int unknown,
        AccountLimits limits,
        String text,
        boolean first,
        long atMillis,
        LimitReading reading) {

    /** The bit for unknown tags. */
    public static final int TAGS = 1;

    /** The bit for an unknown reserved concurrency. */
    public static final int RESERVATION = 2;

    /** The bit for unknown event source mappings. */
    public static final int TRIGGERS = 4;

    /** The kind of change. Do not reorder these values: the ordinal is on the wire. */
    public enum Kind {
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
         * The function was not called for a long time. This source never emits the change, but code that sees the
         * samples can report it in this form.
         */
        UNUSED,
        /**
         * A call failed, so a part is unknown. A failed call is reported once, until it works again or fails in another
         * way.
         */
        GAP,
        /** A call that had failed has worked for a whole round. */
        GAP_CLOSED,
        /** The concurrency of the account and region. */
        LIMITS,
        /**
         * A limit with Breakwater's tags, now or at the last reading. The reading is emitted each minute, even
         * if nothing changed.
         */
        MARKED
    }

    /**
     * Returns this record's type for Flink. The type has its own serializer instead of Kryo, and copies by reference.
     */
    public static TypeInformation<InventoryChange> typeInformation() {
        return new OneValueTypeInfo<>(InventoryChange.class, InventoryChangeSerializer.INSTANCE);
    }

    /**
     * Creates a change of kind UNUSED. Code that sees the samples uses this change, for example after 30 days without a
     * call.
     *
     * @param since ISO 8601 time of the last invocation that was seen, or of the first round
     */
    public static InventoryChange unused(FunctionRef function, String since, long atMillis) {
        return of(Kind.UNUSED, function.account(), function.region(), function.function(), since, atMillis);
    }

    static InventoryChange of(Kind kind, String account, String region, String name, String text, long atMillis) {
        return new InventoryChange(kind, account, region, name, null, List.of(), 0, null, text, false, atMillis, null);
    }

    static InventoryChange seen(
            Kind kind,
            FunctionDescription function,
            List<TriggerMapping> triggers,
            int unknown,
            boolean first,
            long atMillis) {
        FunctionRef ref = function.ref();
        return new InventoryChange(
                kind,
                ref.account(),
                ref.region(),
                ref.function(),
                function,
                triggers,
                unknown,
                null,
                "",
                first,
                atMillis,
                null);
    }

    static InventoryChange limits(String account, String region, AccountLimits limits, long atMillis) {
        return new InventoryChange(
                Kind.LIMITS, account, region, "", null, List.of(), 0, limits, "", false, atMillis, null);
    }

    static InventoryChange marked(String account, String region, String name, LimitReading reading, long atMillis) {
        return new InventoryChange(
                Kind.MARKED, account, region, name, null, List.of(), 0, null, "", false, atMillis, reading);
    }

    public boolean tagsKnown() {
        return (unknown & TAGS) == 0;
    }

    public boolean reservationKnown() {
        return (unknown & RESERVATION) == 0;
    }

    public boolean triggersKnown() {
        return (unknown & TRIGGERS) == 0;
    }

    /** Lets Flink's type extraction find the method {@link #typeInformation}. */
    public static final class TypeFactory extends TypeInfoFactory<InventoryChange> {
        @Override
        public TypeInformation<InventoryChange> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
            return typeInformation();
        }
    }
}
