package dev.breakwater.connectors.receive.store;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.bucket.Folders.S3Place;
import dev.breakwater.connectors.receive.store.LandingStore.Group;
import dev.breakwater.connectors.receive.store.LandingStore.LandingNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A landing folder in S3. Each group is one object, which is put before the acknowledgement. If the answer to a put is
 * lost, the put is repeated with the same key, so the group is stored once. Any number of processes may use the same
 * prefix. If Firehose repeats a delivery to another process, it may be stored twice, and the reader skips the second
 * copy.
 */
public final class BucketStore implements LandingStore {
    private static final int READERS = 8;

    private final S3Client s3;
    private final String bucket;
    private final String prefix;
    private final Duration roll;
    private final LandingNames names;
    private Group pending; // the group that is being put, or whose put got no answer
    private String pendingName;

    /**
     * Opens a landing folder in S3.
     *
     * @param clients supplies the credentials, and closes the client that the store makes
     * @param place   {@code s3://bucket/prefix/}
     * @param roll how long a delivery waits, so that several deliveries are put together
     */
    public static BucketStore open(AwsClients clients, String place, Duration roll, Clock clock) {
        S3Place folder = S3Place.of(place);
        return new BucketStore(clients.s3(), folder.bucket(), folder.prefix(), roll, clock);
    }

    /** @param prefix the common prefix of all keys, empty or ending in {@code /} */
    BucketStore(S3Client s3, String bucket, String prefix, Duration roll, Clock clock) {
        this.s3 = s3;
        this.bucket = bucket;
        this.prefix = prefix;
        this.roll = roll;
        names = new LandingNames(clock, Integer.toHexString(new SecureRandom().nextInt()));
    }

    @Override
    public List<Stored> recover(Instant since) throws IOException {
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            List<String> landed = landed(since);
            landed.forEach(names::seen);
            List<Future<Stored>> reading = new ArrayList<>();
            for (String name : landed) {
                reading.add(readers.submit(() -> stored(name, since)));
            }
            List<Stored> all = new ArrayList<>();
            for (Future<Stored> stored : reading) {
                all.add(stored.get());
            }
            return all;
        } catch (SdkException | ExecutionException e) {
            throw failed("cannot be listed and read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("the caller stopped while it was being read", e);
        } finally {
            readers.shutdownNow();
        }
    }

    private List<String> landed(Instant since) {
        String after = prefix + LandingNames.from(since);
        return s3.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix).startAfter(after)).contents().stream()
                .map(S3Object::key)
                .map(key -> key.substring(prefix.length()))
                .filter(name -> LandingNames.time(name).isPresent())
                .toList();
    }

    private Stored stored(String name, Instant since) {
        byte[] head = s3.getObjectAsBytes(
                        r -> r.bucket(bucket).key(prefix + name).range("bytes=0-" + (GroupHead.LONGEST - 1)))
                .asByteArrayUnsafe();
        GroupHead group = GroupHead.read(ByteBuffer.wrap(head));
        Instant at = LandingNames.time(name).orElse(since);
        return new Stored(at, group == null ? List.of() : group.keys());
    }

    @Override
    public Duration patience() {
        return roll;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a retry brings the same group
    public void store(Group group) throws IOException {
        if (group != pending) {
            pending = group;
            pendingName = names.next();
        }
        try {
            put(LandingNames.rejects(pendingName), group.rejectsWithHead());
            if (!group.lines().isEmpty()) {
                put(pendingName, group.linesWithHead());
            }
        } catch (SdkException e) {
            throw failed("cannot be written", e);
        }
        pending = null;
    }

    private void put(String name, List<ByteBuffer> parts) {
        if (parts.isEmpty()) {
            return;
        }
        ByteBuffer body = ByteBuffer.allocate(
                parts.stream().mapToInt(ByteBuffer::remaining).sum());
        parts.forEach(part -> body.put(part.duplicate()));
        s3.putObject(r -> r.bucket(bucket).key(prefix + name), RequestBody.fromBytes(body.array()));
    }

    private IOException failed(String what, Exception cause) {
        return new IOException(new S3Place(bucket, prefix).address() + " " + what, cause);
    }

    @Override
    public void tick() {
        // nothing to do, because an object is visible when it is put
    }

    @Override
    public long freeBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close() {
        // nothing to do, because each object is already visible, and the caller closes the client
    }
}
