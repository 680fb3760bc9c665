package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.pagerduty.Alert;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the cost of a fleet in real time, with {@code receive} and {@code run} as processes. A metric stream of
 * 1,998 functions in three accounts is delivered like Firehose, and a new function is flooded each minute. Points are
 * sent 15 to 75 s after their minute, every {@value #TICK_SECONDS} s. Prints volume, price, CPU and the lag from the
 * end of the first flooded minute to the page. {@code -Dbreakwater.minutes=N} for more than 8 minutes. This is not part
 * of the usual tests.
 */
class FleetScale {
    private static final int TICK_SECONDS = 5;
    private static final int WARM_UP_MINUTES = 2;
    private static final double USD_PER_UPDATE = .003 / 1_000;
    private static final String KEY = "a-key-for-the-test";
    private static final Pattern FLOODED = Pattern.compile("flood-(\\d+)");

    @TempDir
    Path folder;

    private final Map<Long, Long> pagedAt = new TreeMap<>();
    private PagerDutyDouble pager;
    private Process receive;
    private Process run;
    private FleetStream stream;

    @Test
    void byLandingZone() throws Exception {
        int minutes = Integer.getInteger("breakwater.minutes", 8);
        Files.createDirectories(folder.resolve("landing"));
        try (MotoServer aws = MotoServer.start();
                PagerDutyDouble heard = PagerDutyDouble.start()) {
            pager = heard;
            String config = config(aws).toString();
            receive = command(aws, folder.resolve("receive.log"), "receive", "-c", config);
            stream = new FleetStream(new FirehoseClient(listens(folder.resolve("receive.log")), KEY));
            run = command(aws, folder.resolve("run.log"), "run", "-c", config, "--parallelism", "1");
            measure(minutes);
        } finally {
            for (Process process : new Process[] {receive, run}) {
                if (process != null) process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
            }
        }
    }

    private void measure(int minutes) {
        deliverFor(WARM_UP_MINUTES);
        Duration receiveBefore = cpu(receive);
        Duration runBefore = cpu(run);
        long begun = System.nanoTime();
        stream.countAnew();
        deliverFor(minutes - WARM_UP_MINUTES);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double perMinute = stream.updates / seconds * 60;
        double month = 60 * 24 * 30.4;
        System.out.printf(
                Locale.ROOT,
                "%d functions in %d accounts for %.0f s: %,.0f updates/min, %.1f deliveries/min, %,.0f USD/month of metric"
                        + " streams, %.1f GB/month of lines; CPU of a core: receive %.2f %%, run %.2f %%;"
                        + " resident MB: %d, %d%n",
                FleetStream.FUNCTIONS * FleetStream.PLACES.size(),
                FleetStream.PLACES.size(),
                seconds,
                perMinute,
                stream.deliveries / seconds * 60,
                perMinute * month * USD_PER_UPDATE,
                stream.bytes / seconds * 60 * month / 1e9,
                cpu(receive).minus(receiveBefore).toNanos() / seconds / 1e7,
                cpu(run).minus(runBefore).toNanos() / seconds / 1e7,
                residentMb(receive),
                residentMb(run));
        System.out.printf(
                "pages for %d of %d floods; from the end of the minute %s, from Firehose's delivery %s%n",
                pagedAt.size(),
                stream.floods.size(),
                spread(pagedAt.keySet().stream().mapToLong(m -> pagedAt.get(m) - (m + 1) * 60_000)),
                spread(pagedAt.keySet().stream().mapToLong(m -> pagedAt.get(m) - stream.floods.get(m))));
        long lately = System.currentTimeMillis() - Duration.ofMinutes(1).toMillis();
        assertThat(stream.floods.keySet().stream().filter(m -> stream.floods.get(m) < lately))
                .as("a minute after its delivery each flood is paged")
                .isSubsetOf(pagedAt.keySet());
    }

    private static String spread(LongStream millis) {
        double[] s = millis.mapToDouble(m -> m / 1e3).sorted().toArray();
        if (s.length == 0) return "none";
        return String.format(
                Locale.ROOT, "%.1f/%.1f/%.1f s (least/median/most)", s[0], s[s.length / 2], s[s.length - 1]);
    }

    private void deliverFor(int minutes) {
        long end = System.currentTimeMillis() + minutes * 60_000L;
        long told = System.currentTimeMillis();
        while (told < end) {
            long now = told + TICK_SECONDS * 1_000L;
            while (System.currentTimeMillis() < now) {
                listen();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            stream.deliver(told, now);
            told = now;
        }
    }

    private void listen() {
        if (!receive.isAlive() || !run.isAlive()) throw new IllegalStateException("a process has ended; see its log");
        Set<Long> floods = new HashSet<>();
        for (Alert alert : pager.alerts()) {
            Matcher flooded = FLOODED.matcher(alert.toString());
            if (flooded.find()) floods.add(Long.parseLong(flooded.group(1)));
        }
        floods.forEach(minute -> pagedAt.putIfAbsent(minute, System.currentTimeMillis()));
    }

    private static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static long residentMb(Process process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(l -> l.startsWith("VmRSS:"))
                    .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }

    private static URI listens(Path log) throws IOException {
        while (true) {
            Optional<URI> listening = JobProcess.listening(log);
            if (listening.isPresent()) return listening.get();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private Path config(MotoServer aws) throws IOException {
        return Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                mode: alert
                aws: { endpoint: "%s" }
                source: { landing: { path: ./landing } }
                receive: { listen: "127.0.0.1:0", keys: [{ accessKey: "env:FIREHOSE_ACCESS_KEY", accounts: ["111122223333"] }], keepFreeMb: 0 }
                policies:
                  - name: default
                    match: { function: "*" }
                    warn: { minUsdPerHour: 0.5 }
                    page: { minUsdPerHour: 0.5 }
                    youngFunctionUsdPerHour: 0.5
                notify:
                  pagerduty: { routingKey: "env:PD_ROUTING_KEY", endpoint: "%s" }
                """.formatted(aws.endpoint(), pager.endpoint()));
    }

    private static Process command(MotoServer aws, Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.breakwater.cli.Breakwater"));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(aws.environment());
        builder.environment().put("AWS_REGION", FleetStream.PLACES.get(0).region());
        builder.environment().put("PD_ROUTING_KEY", "0123456789abcdef0123456789abcdef");
        builder.environment().put("FIREHOSE_ACCESS_KEY", KEY);
        return builder.start();
    }
}
