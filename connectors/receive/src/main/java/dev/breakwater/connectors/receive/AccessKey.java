package dev.breakwater.connectors.receive;

import dev.breakwater.connectors.receive.content.RequestKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The key that Firehose sends with each delivery. Kept as a hash, so that neither text nor length is ever told. */
public final class AccessKey {
    private final byte[] digest;

    /** @throws IllegalArgumentException if it is empty or longer than the 4096 bytes that Firehose can send */
    public AccessKey(String key) {
        int length = key.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > 4096) {
            throw new IllegalArgumentException("an access key has 1 to 4096 bytes");
        }
        digest = digest(key);
    }

    /** Whether this is the key, in a time that does not depend on where they differ. */
    boolean matches(String offered) {
        byte[] other = digest(offered == null ? "" : offered);
        return MessageDigest.isEqual(digest, other) && offered != null;
    }

    private static byte[] digest(String text) {
        return RequestKey.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "***";
    }
}
