package dev.breakwater.connectors.aws;

import java.io.Serializable;

/**
 * A folder in S3.
 *
 * @param bucket the bucket's name
 * @param prefix the common prefix of all keys, empty or ending in {@code /}
 */
public record S3Place(String bucket, String prefix) implements Serializable {
    private static final String SCHEME = "s3://";

    /** @param address {@code s3://bucket/prefix/}; the prefix and the last slash are optional */
    public static S3Place of(String address) {
        String path = address.substring(SCHEME.length());
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String prefix = slash < 0 ? "" : path.substring(slash + 1);
        return new S3Place(bucket, prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
    }

    /** Returns the full address. */
    public String address() {
        return SCHEME + bucket + "/" + prefix;
    }
}
