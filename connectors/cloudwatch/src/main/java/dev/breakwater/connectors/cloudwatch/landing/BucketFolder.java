package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.S3Place;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource;
import dev.breakwater.connectors.cloudwatch.parse.DeliveryKey;
import dev.breakwater.connectors.cloudwatch.parse.InflationCap;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects below a prefix. Each listing fetches what is read next, a bounded number of bytes ahead, so that the task that
 * reads never waits for S3. What S3 refuses or does not answer is asked for again at the next listing: an outage delays
 * the feed and skips nothing. An object that is gone, archived or too large is a reject.
 */
final class BucketFolder implements LandingFolder {
    /** Compressed bytes of one object; Firehose delivers at most 128 MiB before compression. */
    static final long LONGEST = 128L << 20;

    private static final long AHEAD = 32L << 20;
    private static final int PAGE = 1000;
    private static final long QUIET_MILLIS = 60_000;
    /** So long after an object one whose name is less may still appear: Firehose puts several at a time, and tries again. */
    private static final long LOOK_BACK_MILLIS = 15 * 60_000;
    /** Answers about one object that no second try changes: gone, archived. */
    private static final Set<String> NEVER = Set.of("NoSuchKey", "InvalidObjectState");

    private static final Logger LOG = LoggerFactory.getLogger(BucketFolder.class);

    private final S3Place place;
    private final String account;
    private final S3Client s3;
    private final AutoCloseable clients;
    private final Clock clock;
    private final Map<String, byte[]> fetched = new ConcurrentHashMap<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    /** Told of and not read yet, with their sizes in bytes. */
    private final Map<String, Long> pending = new ConcurrentSkipListMap<>();
    /** Told of, and when: epoch milliseconds. Of the listing thread alone, as the anchor is. */
    private final NavigableMap<String, Long> recent = new TreeMap<>();

    private String anchor;
    /** The greatest name that was begun when this one was opened. */
    private String first = "";

    private boolean lookingBack;
    private volatile String wanted = "";
    private long warnedAt = Long.MIN_VALUE;

    /**
     * @param account whose samples alone lie there, or empty
     * @param clients closed with this
     */
    BucketFolder(S3Place place, String account, S3Client s3, AutoCloseable clients, Clock clock) {
        this.place = place;
        this.account = account;
        this.s3 = s3;
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public String root() {
        return place.address();
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public void lookBack() {
        lookingBack = true;
    }

    @Override
    public boolean grows() {
        return false;
    }

    @Override
    public Listing after(String last) {
        // fetched once more while it was being handed over
        fetched.keySet().removeIf(name -> !pending.containsKey(name) && !name.equals(wanted));
        try {
            if (!wanted.isEmpty()) fetch(wanted, AHEAD);
            List<S3Object> fresh = fresh(last);
            fresh.forEach(o -> pending.put(name(o), o.size()));
            long ahead = fetched.values().stream().mapToLong(b -> b.length).sum();
            for (Map.Entry<String, Long> next : pending.entrySet()) {
                if (ahead >= AHEAD) break;
                ahead += fetch(next.getKey(), next.getValue());
            }
            return told(fresh, last);
        } catch (SdkException e) {
            warn(e);
            return new Listing(List.of(), List.of());
        }
    }

    @Override
    public ByteSource source(String name, InflationCap cap, boolean ended, Predicate<DeliveryKey> read)
            throws IOException {
        String why = refused.remove(name);
        if (why != null) {
            pending.remove(name);
            throw new NoSuchFileException(name, null, why);
        }
        byte[] bytes = fetched.remove(name);
        if (bytes != null) pending.remove(name);
        wanted = bytes == null ? name : "";
        return bytes == null ? null : ByteSource.of(bytes, cap, read);
    }

    @Override
    public void close() {
        try {
            clients.close();
        } catch (Exception e) {
            // it was only read: nothing is lost
        }
    }

    /** Objects that were not listed yet: one writer's may appear a little out of their order. */
    private List<S3Object> fresh(String last) {
        if (anchor == null) begin(last);
        String after = anchor;
        while (true) {
            List<S3Object> page = page(after);
            List<S3Object> fresh = page.stream()
                    .filter(o -> LandingFolder.used(name(o)) && !recent.containsKey(name(o)))
                    .filter(o -> name(o).compareTo(first) > 0 || ReadDeliveries.named(name(o)))
                    .toList();
            if (!fresh.isEmpty() || page.size() < PAGE) return fresh;
            after = name(page.get(page.size() - 1));
        }
    }

    /** What was not read of several writers' objects before a restart is listed again with those that were. */
    private void begin(String last) {
        first = last;
        anchor = lookingBack ? ReadDeliveries.lookBack(last, LOOK_BACK_MILLIS) : last;
        if (!last.isEmpty()) recent.put(last, clock.millis());
    }

    private List<S3Object> page(String after) {
        return s3.listObjectsV2(r -> r.bucket(place.bucket())
                        .prefix(place.prefix())
                        .startAfter(place.prefix() + after)
                        .maxKeys(PAGE))
                .contents();
    }

    /** Once they are told of they are known; of those from before the look back only the greatest is. */
    private Listing told(List<S3Object> fresh, String last) {
        String greatest = recent.isEmpty() ? last : recent.lastKey();
        List<String> names = fresh.stream().map(this::name).toList();
        long now = clock.millis();
        names.forEach(name -> recent.put(name, now));
        while (!recent.isEmpty() && recent.firstEntry().getValue() <= now - LOOK_BACK_MILLIS) {
            anchor = recent.pollFirstEntry().getKey();
        }
        return new Listing(
                names.stream().filter(n -> n.compareTo(greatest) > 0).toList(),
                names.stream().filter(n -> n.compareTo(greatest) < 0).toList(),
                List.of());
    }

    private String name(S3Object object) {
        return object.key().substring(place.prefix().length());
    }

    /** Bytes fetched; 0 if they were here already, or never will be. */
    private long fetch(String name, long size) {
        if (fetched.containsKey(name) || refused.containsKey(name)) {
            return 0;
        }
        if (size > LONGEST) {
            refused.put(name, "longer than " + LONGEST + " bytes");
            return 0;
        }
        try {
            byte[] bytes = s3.getObjectAsBytes(r -> r.bucket(place.bucket()).key(place.prefix() + name))
                    .asByteArrayUnsafe();
            fetched.put(name, bytes);
            return bytes.length;
        } catch (AwsServiceException e) {
            String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
            if (!NEVER.contains(code)) {
                throw e;
            }
            refused.put(name, code);
            return 0;
        }
    }

    private void warn(SdkException e) {
        long now = clock.millis();
        if (warnedAt == Long.MIN_VALUE || now - warnedAt >= QUIET_MILLIS) {
            warnedAt = now;
            LOG.warn(
                    "{} is not read now, it is tried again: {}",
                    root(),
                    AwsFailure.of(e).text());
        }
    }

    /**
     * A landing folder in S3.
     *
     * @param place   where it is
     * @param account whose samples alone lie there, or empty
     * @param aws     region, endpoint and role to read with
     */
    record Root(S3Place place, String account, AwsSettings aws) implements LandingFolder.Root {

        /** @param address {@code s3://bucket/prefix/} */
        static Root of(String address, String account, AwsSettings aws) {
            return new Root(S3Place.of(address), account, aws);
        }

        @Override
        public String root() {
            return place.address();
        }

        @Override
        public LandingFolder open() {
            AwsClients clients = new AwsClients(aws, System.getenv());
            S3Client s3 = clients.build(S3Client.builder().forcePathStyle(clients.pathStyle()));
            return new BucketFolder(place, account, s3, clients, Clock.systemUTC());
        }
    }
}
