package dev.breakwater.cli;

import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble.Points;
import dev.breakwater.connectors.testkit.cloudwatch.FleetPoints;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The metric stream of an invented fleet. In each minute, a new function appears and is flooded for three minutes. */
final class FleetStream {
    static final List<Points.Place> PLACES = List.of(
            new Points.Place("111111111111", "eu-west-1"),
            new Points.Place("222222222222", "eu-west-1"),
            new Points.Place("333333333333", "eu-west-1"));
    /** The number of functions in each account and region. */
    static final int FUNCTIONS = 666;

    private static final List<String> METRICS =
            List.of("Invocations", "Duration", "ConcurrentExecutions", "Errors", "Throttles");
    private static final int FLOOD = FUNCTIONS; // the index after the last
    private static final int BYTES = 1 << 20;

    private final FleetPoints fleet = new FleetPoints(FUNCTIONS, () -> Long.MAX_VALUE);
    private final FirehoseClient firehose;
    private final long firstFlood = System.currentTimeMillis() / 60_000 + 1;
    /** When the first minute of a flood was delivered, epoch ms, by that minute. */
    final Map<Long, Long> floods = new TreeMap<>();

    long updates;
    long bytes;
    long deliveries;

    FleetStream(FirehoseClient firehose) {
        this.firehose = firehose;
    }

    void countAnew() {
        updates = 0;
        bytes = 0;
        deliveries = 0;
    }

    /** The samples after one instant, up to the other. */
    void deliver(long after, long until) {
        StringBuilder text = new StringBuilder();
        for (long minute = until / 60_000 - 3; minute < until / 60_000; minute++) {
            for (int i = 0; i <= FUNCTIONS; i++) {
                long seen = FleetPoints.seenAt(i, minute);
                if (seen <= after || seen > until) continue;
                if (i == FLOOD) flood(minute, text);
                else points(i, minute, text);
            }
        }
        for (int from = 0; from < text.length(); from += BYTES) {
            int to = Math.min(text.length(), from + BYTES);
            to = to == text.length() ? to : text.lastIndexOf("\n", to) + 1;
            send(text.substring(from, to));
            from = to - BYTES;
        }
    }

    private void send(String text) {
        byte[] record = text.getBytes(StandardCharsets.UTF_8);
        FirehoseDelivery delivery =
                FirehoseDelivery.of("scale-" + deliveries + "-" + System.nanoTime(), 1, List.of(record));
        if (!FirehoseClient.acknowledges(firehose.send(delivery, true), delivery)) {
            throw new IllegalStateException("not acknowledged");
        }
        deliveries++;
        bytes += record.length;
    }

    private void points(int function, long minute, StringBuilder text) {
        String name = String.format("function-%05d", function);
        for (Points.Place place : PLACES) {
            for (String metric : METRICS) {
                double value = fleet.at(place, name, metric, minute);
                if (!Double.isNaN(value)) {
                    line(place, name, metric, minute, fleet.at(place, name, "Invocations", minute), value, text);
                }
            }
        }
    }

    /** Sends three minutes of a new function, starting in each minute. */
    private void flood(long minute, StringBuilder text) {
        for (long first = Math.max(firstFlood, minute - 2); first <= minute; first++) {
            String name = "flood-" + first;
            line(PLACES.get(0), name, "Invocations", minute, 300_000, 300_000, text);
            line(PLACES.get(0), name, "Duration", minute, 300_000, 3e8, text);
            line(PLACES.get(0), name, "ConcurrentExecutions", minute, 300_000, 5_000, text);
            floods.putIfAbsent(first, System.currentTimeMillis());
        }
    }

    private void line(
            Points.Place place,
            String name,
            String metric,
            long minute,
            double count,
            double value,
            StringBuilder text) {
        boolean peak = metric.equals("ConcurrentExecutions");
        text.append(String.format(
                Locale.ROOT,
                "{\"metric_stream_name\":\"all\",\"account_id\":\"%s\",\"region\":\"%s\",\"namespace\":\"AWS/Lambda\","
                        + "\"metric_name\":\"%s\",\"dimensions\":{\"FunctionName\":\"%s\"},\"timestamp\":%d,"
                        + "\"value\":{\"max\":%s,\"min\":0.0,\"sum\":%s,\"count\":%s},\"unit\":\"Count\"}%n",
                place.account(),
                place.region(),
                metric,
                name,
                minute * 60_000,
                peak ? value : value / count,
                peak ? value * count : value,
                count));
        updates++;
    }
}
