package dev.breakwater.connectors.receive;

import dev.breakwater.connectors.receive.AccessKeys.Holder;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts deliveries whose key is not valid for their account. Either somebody uses one account's key for another, or
 * the configuration lacks an account.
 */
public final class Forgeries {
    private static final Logger LOG = LoggerFactory.getLogger(Forgeries.class);

    private final Consumer<Forged> listener;
    private final AtomicLongArray lines;

    /**
     * A delivery of this kind.
     *
     * @param key      the number of the key, from 0
     * @param accounts the accounts for which the key is valid
     * @param what the account that the delivery names
     * @param lines    number of refused lines in this delivery; a delivery that is refused as a whole counts as one
     *                 line
     */
    public record Forged(int key, List<String> accounts, String what, long lines) {}

    /** @param listener receives each such delivery */
    Forgeries(int keys, Consumer<Forged> listener) {
        this.listener = listener;
        lines = new AtomicLongArray(keys);
    }

    void count(Holder holder, String what, long refused) {
        if (lines.getAndAdd(holder.number(), refused) == 0) {
            LOG.warn(
                    "receive.keys[{}] is valid for {}, but a delivery with this key has lines of {}",
                    holder.number(),
                    holder.accounts(),
                    what);
        }
        listener.accept(
                new Forged(holder.number(), holder.accounts().stream().sorted().toList(), what, refused));
    }

    /** Returns the number of refused lines, by the number of the key. */
    List<Long> counts() {
        return IntStream.range(0, lines.length()).mapToObj(lines::get).toList();
    }
}
