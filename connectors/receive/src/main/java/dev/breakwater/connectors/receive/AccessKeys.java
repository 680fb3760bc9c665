package dev.breakwater.connectors.receive;

import dev.breakwater.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
}
