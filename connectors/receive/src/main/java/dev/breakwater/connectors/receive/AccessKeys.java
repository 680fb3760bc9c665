package dev.breakwater.connectors.receive;

import dev.breakwater.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The access keys of streams. Each key is valid for the lines of certain accounts. */
public final class AccessKeys {
    private final List<Holder> holders = new ArrayList<>();
    private final List<byte[]> digests = new ArrayList<>();

    /**
     * The holder of a key.
     *
     * @param number the key's number in the configuration, from 0
     * @param accounts the accounts, 12 digits each
     */
    public record Holder(int number, Set<String> accounts) {}

    /**
     * Adds a key.
     *
     * @throws IllegalArgumentException if the key is empty, longer than the 4096 bytes that Firehose can send, or
     *                                  listed twice
     */
    public AccessKeys with(String key, Set<String> accounts) {
        int length = key.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > 4096) {
            throw new IllegalArgumentException("an access key must have 1 to 4096 bytes");
        }
        if (holder(key).isPresent()) {
            throw new IllegalArgumentException("two of the keys are the same, but each must be different");
        }
        holders.add(new Holder(holders.size(), Set.copyOf(accounts)));
        // the key is stored as a hash, so that neither the key nor its length is ever revealed
        digests.add(Sha256.of(key));
        return this;
    }

    /** Finds the holder of a key. The time that the search takes does not reveal how much of a wrong key is right. */
    Optional<Holder> holder(String offered) {
        byte[] other = Sha256.of(offered);
        Optional<Holder> found = Optional.empty();
        for (int i = 0; i < digests.size(); i++) {
            if (MessageDigest.isEqual(digests.get(i), other)) {
                found = Optional.of(holders.get(i));
            }
        }
        return found;
    }

    int size() {
        return holders.size();
    }

    @Override
    public String toString() {
        return "***";
    }

    /**
     * Counts deliveries whose key is not valid for their account. Either somebody uses one account's key for another,
     * or the configuration lacks an account.
     */
    public static final class Forgeries {
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
            listener.accept(new Forged(
                    holder.number(), holder.accounts().stream().sorted().toList(), what, refused));
        }

        /** Returns the number of refused lines, by the number of the key. */
        List<Long> counts() {
            return IntStream.range(0, lines.length()).mapToObj(lines::get).toList();
        }
    }
}
