package dev.breakwater.connectors.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.receive.Receiver.EndpointSettings;
import dev.breakwater.connectors.receive.content.DeliveryReader.ReceiveLimits;
import dev.breakwater.connectors.receive.store.FolderStore;
import dev.breakwater.connectors.receive.store.LandingStore.LandingNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints the endpoint's throughput on loopback, with senders in the same process. For comparison, prints the disk's own
 * throughput with the stored bytes, at one append and one fsync per delivery.
 */
@Tag("full")
class ReceiveThroughputIT {
    private static final long SECONDS = Long.getLong("breakwater.bench.seconds", 10);

    @TempDir
    Path folder;

    @Test
    void smallDeliveries() throws Exception {
        measure("4 KiB plain, 1 connection", 14, false, 1);
        measure("4 KiB plain, 32 connections", 14, false, 32);
    }

    @Test
    void largeDeliveries() throws Exception {
        measure("1 MiB plain, 8 connections", 3600, false, 8);
        measure("1 MiB gzip, 8 connections", 3600, true, 8);
    }

    private void measure(String what, int lines, boolean gzip, int connections) throws Exception {
        Path place = Files.createTempDirectory(folder, "landing");
        byte[] record = record(lines);
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ReceiveLimits limits = ReceiveLimits.DEFAULT.withFreeBytes(0).withThreads(32);
        EndpointSettings settings = Bench.settings(free, null, limits, forged -> {});
        FolderStore store = FolderStore.open(place, Duration.ofSeconds(5), Clock.systemUTC());
        long[] nanos;
        double seconds;
        try (Receiver receiver = Receiver.start(settings, store, Clock.systemUTC())) {
            Load load = new Load(receiver.address(), record, gzip);
            load.run(connections, 2);
            long begun = System.nanoTime();
            nanos = load.run(connections, SECONDS);
            seconds = (System.nanoTime() - begun) / 1e9;
        }
        assertThat(nanos).isNotEmpty();
        System.out.printf(
                Locale.ROOT,
                "receive  %-30s %8.0f deliveries/s %8.1f MB/s of lines, acknowledged p50 %6.2f ms p99 %6.2f ms%n",
                what,
                nanos.length / seconds,
                nanos.length / seconds * record.length / 1e6,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6);
        ceiling(place, record.length, nanos.length);
    }

    /** Appends as often as there were deliveries, each time as many bytes as were stored for one delivery. */
    private void ceiling(Path place, int recordBytes, int deliveries) throws IOException {
        long stored;
        try (Stream<Path> files = Files.walk(place)) {
            stored = files.filter(f -> f.toString().endsWith(LandingNames.SUFFIX))
                    .mapToLong(f -> f.toFile().length())
                    .sum();
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(1, stored / Math.max(1, deliveries)));
        long[] nanos = new long[deliveries];
        int done = 0;
        long begun = System.nanoTime();
        try (FileChannel file =
                FileChannel.open(folder.resolve("ceiling"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (done < deliveries && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(SECONDS)) {
                long start = System.nanoTime();
                file.write(bytes.clear());
                file.force(false);
                nanos[done++] = System.nanoTime() - start;
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        long[] sorted = Arrays.copyOf(nanos, done);
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "disk     %-30s %8.0f appends/s    %8.1f MB/s of lines, fsync        p50 %6.2f ms p99 %6.2f ms%n",
                bytes.capacity() + " bytes, fsync each",
                done / seconds,
                done / seconds * recordBytes / 1e6,
                sorted[done / 2] / 1e6,
                sorted[done * 99 / 100] / 1e6);
    }

    private static byte[] record(int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(Bench.sample("function-" + i * 7919 % 997, i % 1000)).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Connections that deliver as fast as they are answered. */
    private record Load(InetSocketAddress address, byte[] record, boolean gzip, AtomicLong ids) {
        Load(InetSocketAddress address, byte[] record, boolean gzip) {
            this(address, record, gzip, new AtomicLong());
        }

        /** @return the times of all acknowledgements, sorted */
        long[] run(int connections, long seconds) throws Exception {
            ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
            ExecutorService senders = Executors.newFixedThreadPool(connections);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            for (int i = 0; i < connections; i++) {
                senders.execute(() -> send(end, nanos));
            }
            senders.shutdown();
            assertThat(senders.awaitTermination(seconds + 60, TimeUnit.SECONDS)).isTrue();
            return nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        }

        private void send(long end, ConcurrentLinkedQueue<Long> nanos) {
            try (RawSender sender = new RawSender(address, record, gzip)) {
                while (System.nanoTime() - end < 0) {
                    long start = System.nanoTime();
                    int status = sender.deliver("bench-" + ids.incrementAndGet());
                    if (status != 200) {
                        throw new IllegalStateException("answered " + status);
                    }
                    nanos.add(System.nanoTime() - start);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
