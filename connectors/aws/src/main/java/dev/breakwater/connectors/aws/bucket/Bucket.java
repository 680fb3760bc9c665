package dev.breakwater.connectors.aws.bucket;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.aws.bucket.Folders.Overtaken;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * The objects of a bucket. A put may have a condition. If the answer to a put is lost, a mark in the object shows
 * whether this writer made the put.
 */
final class Bucket {

    /** A put without a condition. Before the put, the object may have any content, or not exist. */
    static final String ANY = "any";
    /**
     * A put that succeeds only if the object does not exist. Any text other than these two conditions is the ETag that
     * the present content must have.
     */
    static final String NONE = "";

    private static final String MARK = "breakwater-put";
    private static final int TRIES = 3;
    private static final long CACHED_BYTES = 64L << 20;

    private final String name;
    private final S3Client s3;
    /** Recently read objects, by key. An object that did not change is not transferred again. */
    private final Map<String, Content> cache = new LinkedHashMap<>(16, 0.75f, true);

    private long cached;

    /** The bytes of an object. Callers must not change the bytes. */
    record Content(byte[] bytes, String etag) {}

    /**
     * One entry of a listing.
     *
     * @param folder whether the entry stands for several keys with a common prefix
     */
    record Entry(String key, long size, Instant at, boolean folder) {}

    Bucket(String name, S3Client s3) {
        this.name = name;
        this.s3 = s3;
    }

    /** Opens the bucket for as long as the process runs. */
    @SuppressWarnings("resource") // never closed: the bucket stays open until the process ends
    static Bucket open(String name, AwsSettings aws, Map<String, String> environment) {
        return new Bucket(name, new AwsClients(aws, environment).s3());
    }

    String address(String key) {
        return "s3://" + name + '/' + key;
    }

    /** @throws NoSuchFileException if the object does not exist */
    Content get(String key) throws IOException {
        Content before = cached(key);
        try {
            return keep(key, asked(key, () -> {
                var got = s3.getObjectAsBytes(
                        r -> r.bucket(name).key(key).ifNoneMatch(before == null ? null : before.etag()));
                GetObjectResponse head = got.response();
                return new Content(got.asByteArrayUnsafe(), head.eTag());
            }));
        } catch (Unchanged e) {
            return before;
        } catch (NoSuchFileException e) {
            keep(key, null);
            throw e;
        }
    }

    /** Returns the size and time of an object, or nothing if it does not exist. */
    Optional<Entry> head(String key) throws IOException {
        try {
            HeadObjectResponse head =
                    asked(key, () -> s3.headObject(r -> r.bucket(name).key(key)));
            return Optional.of(new Entry(key, head.contentLength(), head.lastModified(), false));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Lists the objects and folders whose keys begin with this prefix, but not the contents of these folders.
     *
     * @param most the largest number of entries, above 0
     */
    List<Entry> list(String prefix, int most) throws IOException {
        List<Entry> all = new ArrayList<>();
        String from = null;
        do {
            String after = from;
            ListObjectsV2Response page = asked(
                    prefix,
                    () -> s3.listObjectsV2(r -> r.bucket(name)
                            .prefix(prefix)
                            .delimiter("/")
                            .maxKeys(Math.min(most, 1000))
                            .continuationToken(after)));
            page.contents().forEach(o -> all.add(new Entry(o.key(), o.size(), o.lastModified(), false)));
            page.commonPrefixes().forEach(p -> all.add(new Entry(p.prefix(), 0, Instant.EPOCH, true)));
            from = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (from != null && all.size() < most);
        return all;
    }

    /**
     * Puts an object completely or not at all.
     *
     * @param condition {@link #ANY}, {@link #NONE} or the ETag of the present content
     * @return the new ETag
     * @throws Overtaken if the object does not meet the condition
     */
    String put(String key, byte[] bytes, String condition) throws IOException {
        String mark = UUID.randomUUID().toString();
        PutObjectRequest.Builder put = PutObjectRequest.builder()
                .bucket(name)
                .key(key)
                .contentType(type(key))
                .metadata(Map.of(MARK, mark));
        if (condition.equals(NONE)) {
            put.ifNoneMatch("*");
        } else if (!condition.equals(ANY)) {
            put.ifMatch(condition);
        }
        PutObjectRequest request = put.build();
        for (int tried = 1; ; tried++) {
            try {
                return s3.putObject(request, RequestBody.fromBytes(bytes)).eTag();
            } catch (SdkException e) {
                Optional<HeadObjectResponse> there = there(key);
                if (there.isPresent() && mark.equals(there.get().metadata().get(MARK))) {
                    return there.get().eTag();
                }
                boolean refused = status(e) == 412 || status(e) == 404 && !isBucketMissing(e);
                if (refused && (there.isPresent() || status(e) == 404)) {
                    throw new Overtaken(address(key));
                }
                if (tried == TRIES || !isPassing(e)) {
                    throw failed(key, e);
                }
            }
        }
    }

    /**
     * Returns the object's head, or nothing if the object does not exist or cannot be read. A caller that continues
     * must read the head again before its next put.
     */
    private Optional<HeadObjectResponse> there(String key) {
        try {
            return Optional.of(s3.headObject(r -> r.bucket(name).key(key)));
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    void delete(String key) throws IOException {
        asked(key, () -> s3.deleteObject(r -> r.bucket(name).key(key)));
    }

    private <T> T asked(String key, Supplier<T> call) throws IOException {
        for (int tried = 1; ; tried++) {
            try {
                return call.get();
            } catch (SdkException e) {
                if (status(e) == 304) {
                    throw new Unchanged(address(key));
                }
                if (tried == TRIES || !isPassing(e)) {
                    throw failed(key, e);
                }
            }
        }
    }

    private static boolean isPassing(SdkException e) {
        Outcome outcome = AwsFailure.of(e).outcome();
        return outcome == Outcome.TRANSIENT || outcome == Outcome.THROTTLED;
    }

    private static int status(SdkException e) {
        return e instanceof AwsServiceException service ? service.statusCode() : 0;
    }

    private static boolean isBucketMissing(SdkException e) {
        return "NoSuchBucket".equals(AwsFailure.of(e).code());
    }

    private IOException failed(String key, SdkException e) {
        String text = AwsFailure.of(e).text();
        FileSystemException failed = status(e) == 404 && !isBucketMissing(e)
                ? new NoSuchFileException(address(key), null, text)
                : status(e) == 403
                        ? new AccessDeniedException(address(key), null, text)
                        : new FileSystemException(address(key), null, text);
        failed.initCause(e);
        return failed;
    }

    private synchronized Content cached(String key) {
        return cache.get(key);
    }

    private synchronized Content keep(String key, Content now) {
        Content before = cache.remove(key);
        cached -= before == null ? 0 : before.bytes().length;
        if (now != null) {
            cache.put(key, now);
            cached += now.bytes().length;
        }
        while (cached > CACHED_BYTES) {
            Content eldest = cache.remove(cache.keySet().iterator().next());
            cached -= eldest.bytes().length;
        }
        return now;
    }

    private static String type(String key) {
        return key.endsWith(".html") ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
    }

    /** Thrown by a conditional read if the object has not changed since it was cached. */
    private static final class Unchanged extends FileSystemException {
        private static final long serialVersionUID = 1L;

        Unchanged(String address) {
            super(address);
        }
    }
}
