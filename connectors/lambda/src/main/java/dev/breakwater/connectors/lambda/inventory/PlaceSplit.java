package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.connectors.lambda.inventory.PlaceMemory.PlaceFact;
import dev.breakwater.connectors.source.RecordCodec;
import dev.breakwater.model.Sha256;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One account and region, with the state that was last emitted for it.
 *
 * @param functions the {@link #packed} functions, because checkpoints are far more frequent than changes of functions
 * @param marks the limits that had Breakwater's tags at the last reading
 * @param gaps the failure of each call, by permission
 * @param limits null while unknown
 * @param settled whether all functions have been listed once; after that, any other function is new
 */
record PlaceSplit(
        String account,
        String region,
        ByteBuffer functions,
        List<KnownMark> marks,
        Map<String, String> gaps,
        AccountLimits limits,
        boolean settled) {

    private static final RecordCodec<Functions> FUNCTIONS =
            new RecordCodec<>("inventory of functions", 1, Functions.class);

    static PlaceSplit fresh(InventoryPlace place) {
        return new PlaceSplit(place.account(), place.region(), packed(List.of()), List.of(), Map.of(), null, false);
    }

    /** The functions as they are written. Each needs its name and about 55 bytes. */
    static ByteBuffer packed(Collection<KnownFunction> functions) {
        return ByteBuffer.wrap(FUNCTIONS.serialize(new Functions(List.copyOf(functions))));
    }

    static List<KnownFunction> functions(ByteBuffer packed) {
        try {
            return FUNCTIONS.deserialize(FUNCTIONS.getVersion(), packed.array()).all();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Functions(List<KnownFunction> all) {}

    /** Returns the same text as the method {@link InventoryPlace#id()}. */
    String id() {
        return account + '/' + region;
    }

    /**
     * The facts about a function that are remembered between rounds.
     *
     * @param revision    digest of Lambda's revision
     * @param listed      digest of the listed attributes
     * @param tags        digest, or {@link Digest#UNKNOWN}
     * @param reservation or {@link PlaceFact#RESERVATION_UNKNOWN}
     * @param triggers    digest, or {@link Digest#UNKNOWN}
     * @param provisioned the number of provisioned instances, as in {@link Capacity}
     * @param marked whether the function has a tag of Breakwater
     * @param seenMillis  epoch milliseconds of the last read of tags and reservation
     */
    record KnownFunction(
            String name,
            long revision,
            long listed,
            long tags,
            int reservation,
            long triggers,
            int provisioned,
            boolean marked,
            long seenMillis) {

        /** Returns whether a change from this state to the other state must be emitted. */
        boolean differs(KnownFunction other) {
            return listed != other.listed
                    || tags != other.tags
                    || reservation != other.reservation
                    || triggers != other.triggers
                    || provisioned != other.provisioned;
        }

        /** Returns the same facts with another time of reading. */
        KnownFunction seen(long millis) {
            return new KnownFunction(name, revision, listed, tags, reservation, triggers, provisioned, marked, millis);
        }

        /**
         * Returns the state after a limit's reading was emitted separately. The next round emits differences from that
         * reading.
         */
        KnownFunction read(PlaceFact.Read limit) {
            boolean own = limit.lever().isReservation();
            return new KnownFunction(
                    name,
                    revision,
                    listed,
                    tags,
                    own ? limit.value() : reservation,
                    own ? triggers : Digest.UNKNOWN,
                    provisioned,
                    marked,
                    seenMillis);
        }
    }

    /**
     * A limit that had Breakwater's tags at the last reading. After the tags disappear, the limit is read once more.
     *
     * @param function whether the limit is on a function; otherwise, it is on an event source mapping
     * @param target   the function's name, or the mapping's UUID
     * @param reading  digest of the last emitted state, or {@link Digest#UNKNOWN} if no state was emitted
     */
    record KnownMark(boolean function, String target, long reading) {

        /** Returns the same limit, but without its last reading. */
        KnownMark unread() {
            return new KnownMark(function, target, Digest.UNKNOWN);
        }
    }

    /** A 64-bit hash of a description. Hashes keep the memory of the last round small enough for a checkpoint. */
    static final class Digest {

        /** The hash of an unknown description. */
        static final long UNKNOWN = 0;

        private Digest() {}

        static long of(FunctionFacts f) {
            return of(List.of(
                    f.memoryMb(),
                    f.architecture(),
                    f.timeoutSeconds(),
                    f.modifiedMillis(),
                    f.capacity().ephemeralMb()));
        }

        static long of(Map<String, String> tags) {
            return of(tags(tags).toList());
        }

        private static Stream<String> tags(Map<String, String> tags) {
            return new TreeMap<>(tags).entrySet().stream().flatMap(tag -> Stream.of(tag.getKey(), tag.getValue()));
        }

        static long ofTriggers(List<TriggerMapping> triggers) {
            return of(triggers.stream()
                    .sorted(Comparator.comparing(TriggerMapping::uuid))
                    .flatMap(t -> Stream.concat(
                            Stream.of(t.uuid(), t.source(), t.state(), t.maximumConcurrency()), tags(t.tags())))
                    .toList());
        }

        static long of(PlaceFact.Read r) {
            return of(Stream.concat(Stream.of(r.value(), r.handsOffUntil()), tags(r.tags()))
                    .toList());
        }

        static long of(String text) {
            return of(List.of(text));
        }

        /** Adds a part. Each part begins with its length, so that different parts cannot produce the same bytes. */
        private static long of(List<?> parts) {
            MessageDigest sha = Sha256.begin();
            for (Object part : parts) {
                byte[] bytes = part.toString().getBytes(StandardCharsets.UTF_8);
                sha.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
                sha.update(bytes);
            }
            long digest = ByteBuffer.wrap(sha.digest()).getLong();
            return digest == UNKNOWN ? 1 : digest;
        }
    }
}
