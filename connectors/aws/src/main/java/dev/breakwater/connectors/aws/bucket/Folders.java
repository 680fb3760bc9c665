package dev.breakwater.connectors.aws.bucket;

import dev.breakwater.connectors.aws.AwsSettings;
import java.io.Serializable;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens folders by their text, local or in S3. The text of a folder in S3 includes the region and endpoint, because
 * other machines read the text too: {@code s3://bucket@region@endpoint/prefix}. People never see this form.
 */
public final class Folders {

    private static final String SCHEME = "s3://";
    private static final char MORE = '@';
    /** The timeout is long enough to put a MiB over a slow connection. */
    private static final int CALL_TIMEOUT_MILLIS = 10_000;

    private static final Map<String, BucketFileSystem> OPEN = new ConcurrentHashMap<>();

    private Folders() {}

    /** Returns whether a text names a folder or object in S3. */
    public static boolean isBucket(String place) {
        return place.startsWith(SCHEME);
    }

    /** Returns whether a folder is in S3. In S3, each access is a call, and no lock excludes other writers. */
    public static boolean isBucket(Path path) {
        return path.getFileSystem() != FileSystems.getDefault();
    }

    /**
     * Returns a text with which the method {@link #of} opens the folder on any machine. The caller may append a slash
     * and more path.
     *
     * @param place    local, or {@code s3://bucket/prefix}
     * @param region   the bucket's region; if empty, the region of the environment
     * @param endpoint the endpoint, as in {@link AwsSettings#endpoint}
     */
    public static String text(String place, String region, String endpoint) {
        if (!isBucket(place)) {
            return place;
        }
        int slash = place.indexOf('/', SCHEME.length());
        String bucket = slash < 0 ? place : place.substring(0, slash);
        String prefix = slash < 0 ? "" : place.substring(slash).replaceAll("/+$", "");
        return bucket + MORE + region + MORE + URLEncoder.encode(endpoint, StandardCharsets.UTF_8) + prefix;
    }

    /**
     * Opens the folder or file.
     *
     * @param text a local path, {@code s3://bucket/prefix}, or a result of the method {@link #text}
     */
    public static Path of(String text) {
        if (!isBucket(text)) {
            return Path.of(text);
        }
        int slash = text.indexOf('/', SCHEME.length());
        String host = text.substring(SCHEME.length(), slash < 0 ? text.length() : slash);
        String key = slash < 0 ? "" : text.substring(slash);
        return OPEN.computeIfAbsent(host, Folders::open).getPath("/" + key);
    }

    private static BucketFileSystem open(String host) {
        String[] parts = host.split(String.valueOf(MORE), -1);
        String region = parts.length > 1 ? parts[1] : "";
        String endpoint = parts.length > 2 ? URLDecoder.decode(parts[2], StandardCharsets.UTF_8) : "";
        AwsSettings aws = new AwsSettings(region.isEmpty() ? here() : region, endpoint, "", CALL_TIMEOUT_MILLIS);
        return new BucketFileSystem(Bucket.open(parts[0], aws, System.getenv()));
    }

    private static String here() {
        String region = System.getenv().getOrDefault("AWS_REGION", System.getenv("AWS_DEFAULT_REGION"));
        return region == null ? "us-east-1" : region;
    }

    /** Thrown if a put was refused because somebody else wrote the object after it was read. */
    public static final class Overtaken extends FileSystemException {
        private static final long serialVersionUID = 1L;

        Overtaken(String address) {
            super(address, null, "another writer changed it meanwhile");
        }
    }

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
}
