package dev.breakwater.connectors.receive.store;

import dev.breakwater.connectors.receive.content.Batch;
import dev.breakwater.connectors.receive.content.BudgetedBytes;
import dev.breakwater.connectors.receive.content.RequestKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * Deliveries that are written together and become durable together.
 *
 * @param keys    the deliveries' keys, at most {@link GroupHead#MOST_KEYS}
 * @param lines   their gzip members, without the empty ones
 * @param rejects the same for rejects
 */
public record Group(List<RequestKey> keys, List<ByteBuffer> lines, List<ByteBuffer> rejects) {

    /** In the order of the members: deliveries without any good record come last. */
    public static Group of(List<Batch> given) {
        List<Batch> batches = Stream.concat(
                        given.stream().filter(b -> b.lines().length() > 0),
                        given.stream().filter(b -> b.lines().length() == 0))
                .toList();
        return new Group(
                batches.stream().map(Batch::key).toList(),
                members(batches.stream().map(Batch::lines).toList()),
                members(batches.stream().map(Batch::rejects).toList()));
    }

    /** The bytes to write for the lines, the head first. Each call gives buffers of their own positions. */
    List<ByteBuffer> linesWithHead() {
        return GroupHead.before(keys, lines);
    }

    /** The bytes of the rejects; nothing if all was good. */
    List<ByteBuffer> rejectsWithHead() {
        return rejects.isEmpty() ? List.of() : GroupHead.before(List.of(), rejects);
    }

    private static List<ByteBuffer> members(List<BudgetedBytes> buffers) {
        return buffers.stream()
                .filter(b -> b.length() > 0)
                .map(b -> ByteBuffer.wrap(b.array(), 0, b.length()))
                .toList();
    }
}
