package dev.breakwater.cli.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.LambdaMetric;
import dev.breakwater.connectors.cloudwatch.poll.AwsMetricsApi;
import dev.breakwater.connectors.cloudwatch.poll.PollHistory;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings;
import dev.breakwater.connectors.cloudwatch.poll.PollTarget;
import dev.breakwater.guard.live.Place;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** CloudWatch's history, written as metric streams deliver it. */
final class History {

    /** Half a day at once: CloudWatch charges by the metric and call, not by the minute. */
    private static final int WINDOW_MINUTES = 720;

    private final OutputStream out;
    private long samples;

    private History(OutputStream out) {
        this.out = out;
    }

    /** The number of samples, and CloudWatch's charge for them, USD. */
    record Written(long samples, double usd) {}

    static Written write(Settings settings, List<Place> places, int days, Path folder)
            throws IOException, InterruptedException {
        List<PollTarget> targets = places.stream()
                .map(p -> new PollTarget(p.account(), p.region(), p.observeRole(), false))
                .toList();
        double most = settings.source().cloudwatch().usdPerMonthAtMost();
        PollSettings poll = PollSettings.of(targets, Duration.ofMinutes(1), Duration.ofDays(days), most)
                .withTiming(
                        PollSettings.Timing.DEFAULT.withWindow(WINDOW_MINUTES).withOverlap(0));
        try (OutputStream file = new GZIPOutputStream(
                new BufferedOutputStream(Files.newOutputStream(folder.resolve("history.jsonl.gz"))))) {
            History history = new History(file);
            double usd = PollHistory.read(
                    poll, AwsMetricsApi.at(settings.aws().endpoint()), Clock.systemUTC(), history::take);
            return new Written(history.samples, usd);
        }
    }

    private void take(FeedRecord r) {
        samples++;
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("metric_stream_name", "lookback")
                .put("account_id", r.account())
                .put("region", r.region());
        line.put("namespace", "AWS/Lambda").put("metric_name", r.metric().wire());
        ObjectNode dimensions = line.putObject("dimensions");
        if (!r.function().isEmpty()) dimensions.put("FunctionName", r.function());
        line.put("timestamp", r.dataMinute() * 60_000);
        line.putObject("value")
                .put("count", r.count())
                .put("sum", r.sum())
                .put("max", r.max())
                .put("min", 0.0);
        line.put("unit", r.metric() == LambdaMetric.DURATION ? "Milliseconds" : "Count");
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the history cannot be kept", e);
        }
    }
}
