package dev.breakwater.cli.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.slow.SlowClients;
import dev.breakwater.connectors.testkit.slow.SlowClients.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that real requests are answered while slow connections come from the same address. */
class SlowClientsIT {

    private static final String GUESS = "a-guess-of-whoever-knocks";
    private static final String LOCAL = "Host: localhost\r\n";
    private static final int EVERY_MILLIS = 20;

    @TempDir
    Path folder;

    /** The target of real requests, and the beginning of the attackers' requests. */
    private record Target(
            String name, InetSocketAddress at, Supplier<String> real, int good, String body, String read) {

        String begun(Kind kind) {
            return switch (kind) {
                case HEADS -> "POST / HTTP/1.1\r\n" + LOCAL + "X-Slow: ";
                case BODIES -> body;
                case READERS -> read;
                case SILENCE -> "";
            };
        }
    }

    @Test
    void aFewHoldNobodyUp() throws Exception {
        // a delayed client waits for a slow client's time-out, each time; a starved machine delays one or two of 250
        attack(100, Duration.ofSeconds(2), 5_000);
    }

    @Test
    @Tag("full")
    void fiveHundredOfEachKindHoldNobodyUpForAMinute() throws Exception {
        attack(500, Duration.ofSeconds(60), 2_000);
    }

    private void attack(int number, Duration time, long mostMillis) throws Exception {
        SoftAssertions all = new SoftAssertions();
        try (OpenDoors doors = new OpenDoors(folder)) {
            List<Target> targets = targets(doors);
            for (Target t : targets)
                assertThat(OpenDoors.status(t.at, t.real.get())).isEqualTo(t.good);
            for (Kind kind : Kind.values()) {
                List<SlowClients> attackers = new ArrayList<>();
                for (Target t : targets) attackers.add(SlowClients.open(t.at, kind, t.begun(kind), number));
                List<Probe> probes = targets.stream().map(Probe::new).toList();
                for (Probe probe : probes) probe.run(time);
                for (Probe probe : probes) probe.judge(kind, number, mostMillis, all);
                attackers.forEach(SlowClients::close);
            }
        }
        all.assertAll();
    }

    private static List<Target> targets(OpenDoors doors) {
        String head = " HTTP/1.1\r\n" + LOCAL;
        return List.of(
                new Target(
                        "console",
                        doors.local.address(),
                        () -> OpenDoors.request("GET", "/incidents", "localhost", "", ""),
                        200,
                        "POST /requests" + head + "Content-Length: 60000\r\n\r\n",
                        "GET /incidents/large.html" + head + "\r\n"),
                new Target(
                        "callbacks",
                        doors.local.callbacks().orElseThrow(),
                        SlowClientsIT::click,
                        202,
                        "POST /slack" + head + "Content-Length: 60000\r\n\r\n",
                        "GET /health" + head + "\r\n"),
                new Target(
                        "receive",
                        doors.receiver.address(),
                        SlowClientsIT::delivery,
                        200,
                        "POST /" + head + OpenDoors.firehose(GUESS, "r") + "Content-Length: 60000\r\n\r\n",
                        "GET /metrics" + head + "\r\n"));
    }

    private static String click() {
        String body = OpenDoors.click();
        return OpenDoors.request("POST", "/slack", "localhost", OpenDoors.signedBySlack(OpenDoors.SLACK, body), body);
    }

    private static String delivery() {
        String id = UUID.randomUUID().toString();
        return OpenDoors.request(
                "POST", "/", "localhost", OpenDoors.firehose(OpenDoors.FIREHOSE, id), OpenDoors.delivery(id));
    }

    /** Requests one target repeatedly, each time over a new connection. */
    private static final class Probe {
        private final Target target;
        private final List<Long> millis = Collections.synchronizedList(new ArrayList<>());
        private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile int cutOff;

        Probe(Target target) {
            this.target = target;
        }

        void run(Duration time) {
            long end = System.nanoTime() + time.toNanos();
            ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
            thread.scheduleAtFixedRate(
                    () -> {
                        ask();
                        if (System.nanoTime() < end) return;
                        done.countDown();
                        thread.shutdownNow();
                    },
                    0,
                    EVERY_MILLIS,
                    TimeUnit.MILLISECONDS);
        }

        private void ask() {
            long began = System.nanoTime();
            try {
                int status = answered();
                if (status != target.good) wrong.add(String.valueOf(status));
            } catch (IOException | RuntimeException e) {
                wrong.add(e.toString());
            }
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }

        /**
         * Tries again if the connection is closed. An address with too many connections loses its oldest connections.
         */
        private int answered() throws IOException {
            int status = OpenDoors.status(target.at, target.real.get());
            if (status != OpenDoors.CUT_OFF) return status;
            cutOff++;
            return OpenDoors.status(target.at, target.real.get());
        }

        void judge(Kind kind, int number, long mostMillis, SoftAssertions all) throws InterruptedException {
            assertThat(done.await(180, TimeUnit.SECONDS))
                    .as("asking comes to its end")
                    .isTrue();
            Collections.sort(millis);
            long p99 = millis.get(millis.size() * 99 / 100);
            System.out.printf(
                    Locale.ROOT,
                    "slow clients  %-9s %3d %-8s %5d real requests, p50 %4d ms, p99 %4d ms, most %5d ms, %d cut off and asked again%n",
                    target.name,
                    number,
                    kind,
                    millis.size(),
                    millis.get(millis.size() / 2),
                    p99,
                    millis.get(millis.size() - 1),
                    cutOff);
            all.assertThat(wrong).as("%s under %s", target.name, kind).isEmpty();
            all.assertThat(p99).as("%s under %s, p99 ms", target.name, kind).isLessThan(mostMillis);
        }
    }
}
