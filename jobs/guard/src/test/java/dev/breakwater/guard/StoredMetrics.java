package dev.breakwater.guard;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** Puts minutes of a function into the emulator's CloudWatch. */
final class StoredMetrics implements AutoCloseable {

    /**
     * The number of values in a call. Above 10 KB, the SDK compresses a call, which the emulator does not understand.
     */
    private static final int BATCH = 30;

    private static final double MILLIS_A_CALL = 120;

    /** The time limit, because the emulator may be busy. */
    private static final int SLOWEST_MILLIS = 60_000;

    private final AwsClients clients;
    private final CloudWatchClient cloudWatch;

    StoredMetrics(URI endpoint, String region) {
        clients = new AwsClients(new AwsSettings(region, endpoint.toString(), "", SLOWEST_MILLIS), Map.of());
        cloudWatch = clients.build(CloudWatchClient.builder());
    }

    /** Stores the minutes between two minutes, each with this many calls. */
    void minutes(String function, long from, long to, int calls) {
        List<MetricDatum> batch = new ArrayList<>();
        for (long m = from; m < to; m++) {
            batch.add(datum(function, "Invocations", m, calls));
            batch.add(datum(function, "Duration", m, calls * MILLIS_A_CALL));
            batch.add(datum(function, "ConcurrentExecutions", m, Math.ceil(calls * MILLIS_A_CALL / 60_000) + 2));
            if (batch.size() >= BATCH) put(batch);
        }
        put(batch);
    }

    private void put(List<MetricDatum> batch) {
        if (!batch.isEmpty())
            cloudWatch.putMetricData(r -> r.namespace("AWS/Lambda").metricData(List.copyOf(batch)));
        batch.clear();
    }

    private static MetricDatum datum(String function, String metric, long minute, double value) {
        return MetricDatum.builder()
                .metricName(metric)
                .dimensions(
                        Dimension.builder().name("FunctionName").value(function).build())
                .timestamp(Instant.ofEpochSecond(minute * 60))
                .value(value)
                .build();
    }

    @Override
    public void close() {
        clients.close();
    }
}
