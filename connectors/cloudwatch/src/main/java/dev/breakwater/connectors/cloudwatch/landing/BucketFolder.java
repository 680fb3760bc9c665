package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.bucket.Folders.S3Place;
import dev.breakwater.connectors.cloudwatch.landing.LandingFolder.ToldNames;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.DeliveryKey;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.InflationCap;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * A landing folder in S3: the objects below a prefix. Each listing prefetches a bounded number of bytes, so that the
 * reading task never waits for S3. If S3 does not deliver an object, the next listing requests it again. An outage
 * therefore delays the feed but skips nothing. An object that is deleted, archived or too large is rejected.
 */
final class BucketFolder implements LandingFolder {
    /** The largest size of one compressed object. Firehose delivers at most 128 MiB before compression. */
    static final long LONGEST = 128L << 20;

    private static final long AHEAD = 32L << 20;
    private static final int PAGE = 1000;
    private static final long QUIET_MILLIS = 60_000;
    /** Errors for which a repeat does not help: the object is deleted or archived. */
    private static final Set<String> NEVER = Set.of("NoSuchKey", "InvalidObjectState");

    private static final Logger LOG = LoggerFactory.getLogger(BucketFolder.class);

    private final S3Place place;
    private final String account;
    private final S3Client s3;
    private final AutoCloseable clients;
    private final Clock clock;
    private final Map<String, byte[]> fetched = new ConcurrentHashMap<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    /** Objects that were listed but not read yet, with their sizes in bytes. */
    private final Map<String, Long> pending = new ConcurrentSkipListMap<>();

    private final ToldNames told;
    private boolean lookingBack;
    private volatile String wanted = "";
    private long warnedAt = Long.MIN_VALUE;

    /**
     * @param account the only account whose samples may be in the folder, or empty
     * @param clients the clients that are closed together with this folder
     */
    BucketFolder(S3Place place, String account, S3Client s3, AutoCloseable clients, Clock clock) {
        this.place = place;
        this.account = account;
        this.s3 = s3;
        this.clients = clients;
        this.clock = clock;
        told = new ToldNames(clock::millis);
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
        // the object was fetched again while it was being passed on
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
            return told.tell(fresh.stream().map(this::name).toList(), List.of());
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
            // the stream was only read, so closing it cannot lose data
        }
    }

    /**
     * Lists new objects. After a restart, if there are several writers, recent objects are listed again, even if they
     * were read.
     */
    private List<S3Object> fresh(String last) {
        if (!told.hasBegun()) {
            told.begin(last, lookingBack ? ReadDeliveries.lookBack(last, ToldNames.LATE_MILLIS) : last);
        }
        String after = told.anchor();
        while (true) {
            List<S3Object> page = page(after);
            List<S3Object> fresh =
                    page.stream().filter(o -> told.isNew(name(o))).toList();
            if (!fresh.isEmpty() || page.size() < PAGE) return fresh;
            after = name(page.get(page.size() - 1));
        }
    }

    private List<S3Object> page(String after) {
        return s3.listObjectsV2(r -> r.bucket(place.bucket())
                        .prefix(place.prefix())
                        .startAfter(place.prefix() + after)
                        .maxKeys(PAGE))
                .contents();
    }

    private String name(S3Object object) {
        return object.key().substring(place.prefix().length());
    }

    /**
     * Fetches an object, and returns its number of bytes. Returns 0 if the object is already in memory or cannot be
     * fetched.
     */
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
                    "{} cannot be read now and will be retried: {}",
                    root(),
                    AwsFailure.of(e).text());
        }
    }

    /**
     * A landing folder in S3.
     *
     * @param place   the folder's bucket and prefix
     * @param account the only account whose samples may be there, or empty
     * @param aws     region, endpoint and role for reading
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
            S3Client s3 = clients.s3();
            return new BucketFolder(place, account, s3, clients, Clock.systemUTC());
        }
    }
}
