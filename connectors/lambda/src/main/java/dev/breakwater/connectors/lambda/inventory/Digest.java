package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.inventory.PlaceMemory.PlaceFact;
import dev.breakwater.model.Sha256;
import dev.breakwater.model.function.FunctionFacts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A 64-bit hash of a description. Hashes keep the memory of the last round small enough for a checkpoint. */
final class Digest {

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
