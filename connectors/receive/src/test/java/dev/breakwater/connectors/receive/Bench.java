package dev.breakwater.connectors.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.landing.LandedSamples;
import dev.breakwater.connectors.http.HttpListener.HostNames;
import dev.breakwater.connectors.receive.AccessKeys.Forgeries;
import dev.breakwater.connectors.receive.Receiver.EndpointSettings;
import dev.breakwater.connectors.receive.content.DeliveryReader.ReceiveLimits;
import dev.breakwater.connectors.receive.store.FolderStore;
import dev.breakwater.connectors.receive.store.LandingStore.LandingNames;
import dev.breakwater.connectors.receive.store.StubbornStore;
import dev.breakwater.connectors.testkit.SetClock;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

/** An endpoint on loopback over a folder, and a client of it. */
public final class Bench implements AutoCloseable {
    public static final String KEY = "correct-horse-battery-staple";
    /** A key that is valid for another account than that of {@link #sample}. */
    static final String OTHER_KEY = "stapler-battery-horse-correct";

    static final String OTHER_ACCOUNT = "999999999999";
    public static final Instant NOW = Instant.parse("2026-11-25T03:35:01.123Z");
    static final Duration ROLL = Duration.ofSeconds(5);

    final Path folder;
    final SetClock clock;
    final StubbornStore store;
    final List<Forgeries.Forged> forged = new CopyOnWriteArrayList<>();
    final Receiver receiver;
    public final FirehoseClient client;

    public Bench(Path folder) {
        this(folder, new SetClock(Bench.NOW), ReceiveLimits.DEFAULT.withFreeBytes(0));
    }

    public Bench(Path folder, SetClock clock, ReceiveLimits limits) {
        this.folder = folder;
        this.clock = clock;
        try {
            store = new StubbornStore(FolderStore.open(folder, ROLL, clock));
            InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            receiver = Receiver.start(settings(free, null, limits, forged::add), store, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client = client(KEY);
    }

    public static EndpointSettings settings(
            InetSocketAddress listen, SSLContext tls, ReceiveLimits limits, Consumer<Forgeries.Forged> forged) {
        AccessKeys keys = new AccessKeys().with(KEY, Set.of("111122223333")).with(OTHER_KEY, Set.of(OTHER_ACCOUNT));
        HostNames hosts = HostNames.of(List.of(), "", "receive.hosts");
        return new EndpointSettings(listen, tls, hosts, keys, limits, false, forged);
    }

    public FirehoseClient client(String key) {
        return new FirehoseClient(
                URI.create("http://127.0.0.1:" + receiver.address().getPort() + "/firehose"), key);
    }

    public FirehoseClient.Answer deliver(String requestId, String text) {
        return client.send(FirehoseDelivery.of(requestId, text), false);
    }

    /** Closes the endpoint, and reads the stored records with the job's reader. */
    public List<FeedRecord> landed() {
        close();
        return LandedSamples.of(folder);
    }

    /** Closes the endpoint, and returns the lines of the rejects. */
    public List<String> rejects() {
        close();
        return lines(true);
    }

    public List<String> lines(boolean rejects) {
        return files().stream()
                .filter(f -> f.getFileName().toString().endsWith(LandingNames.SUFFIX))
                .filter(f -> f.getFileName().toString().startsWith(".rejects") == rejects)
                .sorted()
                .flatMap(f -> lines(f).stream())
                .toList();
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    // a draft may have been published between listing and reading
                    if (!(e instanceof NoSuchFileException)) throw e;
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static List<String> lines(Path file) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
            return in.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            receiver.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a sample in the form of a metric stream. The minute makes it unique. */
    public static String sample(String function, int minute) {
        return String.format(
                Locale.ROOT,
                "{\"metric_stream_name\":\"lambda\",\"account_id\":\"111122223333\",\"region\":\"eu-west-1\","
                        + "\"namespace\":\"AWS/Lambda\",\"metric_name\":\"Invocations\",\"dimensions\":"
                        + "{\"FunctionName\":\"%s\"},\"timestamp\":%d,\"value\":{\"count\":%d.0,\"sum\":%d.0,"
                        + "\"max\":1.0,\"min\":1.0},\"unit\":\"Count\"}",
                function,
                1_764_000_000_000L + minute * 60_000L,
                minute + 1,
                minute + 1);
    }
}
