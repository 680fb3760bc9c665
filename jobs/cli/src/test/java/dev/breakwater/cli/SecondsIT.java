package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.ApiReply;
import dev.breakwater.connectors.testkit.fault.ApiRequest;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.fault.Upstream;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble.ReceivedEvent;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Measures the seconds from the beginning of a flood to the page and to the throttle, with {@code receive} and
 * {@code run} as processes. Platform reports are delivered each half second, and metrics at the end of their minute.
 * AWS's own delays come on top.
 */
@Tag("full")
class SecondsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String CONFIG = """
            blastRadius: { atOnce: 100, shareOfFunctions: 1, perHour: 100 }
            receive: { listen: "127.0.0.1:0", keys: [{ accessKey: "env:PD_ROUTING_KEY", accounts: ["111122223333", "123456789012"] }], keepFreeMb: 0, roll: 1s }
            """;

    /** The names have no common prefix, or the functions would share an alert. */
    private static final List<String> FUNCTIONS = List.of(
            "checkout",
            "thumbnail",
            "login",
            "search",
            "invoice",
            "export",
            "webhook",
            "resize",
            "translate",
            "avatar");

    private static final int CALLS_PER_SECOND = 4;
    private static final int FLOOD_PER_SECOND = 200;
    private static final long FLOOD_MILLIS = 180_000;
    private static final long STAGGER_MILLIS = 6_300;
    private static final long STEP_MILLIS = 500;
    private static final int DURATION_MS = 600;

    @TempDir
    Path folder;

    private MotoServer aws;
    private FaultProxy proxy;
    private EmulatedFunctions lambda;
    private PagerDutyDouble pager;
    private JobProcess job;
    private Process receive;
    private FirehoseClient firehose;
    private long deliveries;
    private long began;
    private long sentTo;
    private final Map<Long, int[]> calls = new TreeMap<>();
    private final Map<String, Long> alerted = new TreeMap<>();

    @BeforeEach
    void start() {
        aws = MotoServer.start();
        lambda = new EmulatedFunctions(aws.endpoint(), MetricStreamFiles.REGION);
        for (String f : FUNCTIONS) lambda.create(f, Map.of());
        proxy = FaultProxy.before(aws.endpoint()).answering(SecondsIT::deployedLongAgo);
        pager = PagerDutyDouble.start();
        job = new JobProcess(folder, aws);
    }

    @AfterEach
    void stop() throws Exception {
        if (receive != null) receive.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        job.stop();
        pager.close();
        proxy.close();
        lambda.close();
        aws.close();
    }

    @ParameterizedTest(name = "checkpoints each {0}")
    @CsvSource({"1s", "10s"})
    void aFloodIsPagedByReportsWithinSecondsAndThrottledWhenItsMinuteIsWhole(String checkpoints) throws Exception {
        run(checkpoints);
        began = System.currentTimeMillis();
        sentTo = began;
        job.await("all throttles", PATIENCE, () -> {
            deliver();
            return since(job.ledger("held")).length == FUNCTIONS.size() && alerted.size() == FUNCTIONS.size();
        });
        long[] decided = since(job.decisions("page"));
        long[] throttled = since(job.decisions("throttle"));
        long[] set = since(job.ledger("held"));
        long[] told =
                FUNCTIONS.stream().mapToLong(f -> alerted.get(f) - floodOf(f)).toArray();
        long[] observed = IntStream.range(0, set.length)
                .mapToLong(i -> set[i] - throttled[i])
                .toArray();
        say(checkpoints, "calls", "from decision to observed", observed);
        say(checkpoints, "reports", "decision to page", decided);
        say(checkpoints, "reports", "in PagerDuty", told);
        say(checkpoints, "metrics", "decision to throttle", throttled);
        say(checkpoints, "metrics", "in Lambda", set);
        assertThat(job.decisions("open"))
                .extracting(d -> d.path("reason").asText())
                .contains("reported");
        assertThat(median(decided)).isLessThan(median(throttled) / 2);
        assertThat(job.decisions("close")).isEmpty();
    }

    /**
     * Makes functions look old. The emulator's functions are new, and a surge after a deployment pages only above twice
     * the usual calls.
     */
    private static Optional<ApiReply> deployedLongAgo(ApiRequest request, Upstream upstream) {
        if (!request.method().equals("GET") || !request.path().contains("/functions")) return Optional.empty();
        ApiReply reply = upstream.ask(request);
        String text = reply.text().replaceAll("\"LastModified\": ?\"\\d{4}", "\"LastModified\": \"2020");
        return Optional.of(new ApiReply(reply.status(), reply.headers(), text.getBytes(StandardCharsets.UTF_8)));
    }

    private void run(String checkpoints) throws Exception {
        Path config = job.configure(proxy.endpoint(), pager.endpoint(), checkpoints, "");
        String lines = Files.readString(config).replace("minUsdPerHour: 0.05", "minUsdPerHour: 0.005");
        Files.writeString(config, lines + CONFIG);
        long now = System.currentTimeMillis() / 60_000 - 1;
        new MetricStreamFiles(MotoServer.ACCOUNT)
                .minutes(now - 8 * 1440, now, m -> CALLS_PER_SECOND * 60, FUNCTIONS.toArray(new String[0]))
                .into(job.landing(), "1-history.jsonl");
        job.start();
        receive = job.beside("receive");
        firehose = job.receiver(PATIENCE);
        long before = job.checkpoints();
        job.await("history to be in a checkpoint", PATIENCE, () -> job.checkpoints() > before + 1);
    }

    private long floodOf(String function) {
        return began + 20_000 + FUNCTIONS.indexOf(function) * STAGGER_MILLIS;
    }

    /** Delivers reports of the calls that ended since the last time, and metrics of the finished minutes. */
    private void deliver() {
        long now = System.currentTimeMillis();
        for (ReceivedEvent e : pager.accepted()) {
            // many incidents that open within minutes share one alert
            String body = e.body().toString();
            for (String f : FUNCTIONS) if (body.matches("(?s).*\\b" + f + "\\b.*")) alerted.putIfAbsent(f, now);
        }
        if (now - sentTo < STEP_MILLIS) return;
        List<byte[]> records = new ArrayList<>();
        for (String f : FUNCTIONS) records.add(reports(f, sentTo, now));
        send(records);
        sentTo = now;
        long over = (now - DURATION_MS) / 60_000;
        List<Long> whole = calls.keySet().stream().filter(m -> m < over).toList();
        for (long minute : whole) {
            MetricStreamFiles lines = new MetricStreamFiles(MotoServer.ACCOUNT);
            for (int i = 0; i < FUNCTIONS.size(); i++) lines.minute(FUNCTIONS.get(i), minute, calls.get(minute)[i]);
            send(List.of(lines.text().getBytes(StandardCharsets.UTF_8)));
            calls.remove(minute);
        }
    }

    private byte[] reports(String function, long from, long to) {
        StringBuilder events = new StringBuilder();
        long flood = floodOf(function);
        for (long at = from; at < to; at += 10) {
            boolean flooded = at >= flood && at < flood + FLOOD_MILLIS;
            int perSecond = flooded ? FLOOD_PER_SECOND : CALLS_PER_SECOND;
            long before = (at - began) * perSecond / 1000;
            long calls = (at + 10 - began) * perSecond / 1000 - before;
            for (long c = 0; c < calls; c++) report(events, function, at);
        }
        return ("{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"" + MotoServer.ACCOUNT + "\",\"logGroup\":\"/aws/lambda/"
                        + function + "\",\"logStream\":\"s\",\"subscriptionFilters\":[\"f\"],\"logEvents\":[" + events
                        + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void report(StringBuilder events, String function, long at) {
        String id = "" + deliveries++;
        long minute = (at - DURATION_MS) / 60_000;
        calls.computeIfAbsent(minute, m -> new int[FUNCTIONS.size()])[FUNCTIONS.indexOf(function)]++;
        events.append(events.length() == 0 ? "" : ",")
                .append("{\"id\":\"" + id + "\",\"timestamp\":" + at + ",\"message\":\"REPORT RequestId: " + id)
                .append("\\tDuration: " + DURATION_MS + ".00 ms\\tBilled Duration: " + DURATION_MS)
                .append(" ms\\tMemory Size: 512 MB\\tMax Memory Used: 90 MB\\t\\n\"}");
    }

    private void send(List<byte[]> records) {
        FirehoseDelivery delivery = FirehoseDelivery.of("delivery-" + deliveries++, 1, records);
        assertThat(FirehoseClient.acknowledges(firehose.send(delivery, true), delivery))
                .isTrue();
    }

    /** Returns the milliseconds from the flood of each function to its first line. */
    private long[] since(List<JsonNode> lines) {
        Map<String, Long> first = new TreeMap<>();
        for (JsonNode line : lines) {
            String function = line.path("function").asText();
            if (!FUNCTIONS.contains(function)) continue; // one incident of many
            long at = Instant.parse(line.path("at").asText()).toEpochMilli();
            first.putIfAbsent(function, at - floodOf(function));
        }
        return first.values().stream().mapToLong(l -> l).toArray();
    }

    private static void say(String checkpoints, String by, String what, long[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                "seconds: checkpoints %s, by %s, %s: p50 %.1f, slowest of %d %.1f%n",
                checkpoints, by, what, median(millis) / 1000.0, millis.length, millis[millis.length - 1] / 1000.0);
    }

    private static long median(long[] millis) {
        Arrays.sort(millis);
        return millis[millis.length / 2];
    }
}
