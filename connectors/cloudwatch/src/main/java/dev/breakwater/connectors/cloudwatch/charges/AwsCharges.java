package dev.breakwater.connectors.cloudwatch.charges;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.cloudwatch.charges.ChargesSource.ChargesApi;
import dev.breakwater.model.kind.Lambda;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/**
 * Reads charges with the SDK. In an organisation's management account, each account has its own metric with the
 * dimension LinkedAccount. The metric without that dimension covers the whole organisation. In any other account, the
 * metric without the dimension covers the account itself. The metric without the dimension is therefore read only with
 * the account's own credentials, and used only if there is no other metric.
 */
final class AwsCharges implements ChargesApi {
    /** The number of queries in one GetMetricData call. */
    static final int MOST = 500;

    private static final int PERIOD_SECONDS = 3600;
    private static final String REGION = "us-east-1";
    private static final int CALL_TIMEOUT_MILLIS = 20_000;

    /** @param linked whether the dimension LinkedAccount names the account */
    private record Asked(String account, boolean linked) {}

    private final AwsClients clients;
    private final CloudWatchClient client;
    private final List<Asked> asked = new ArrayList<>();

    /**
     * @param own      the account of the credentials, or "" if it is unknown
     * @param accounts the accounts whose charges are read, at most 499
     */
    AwsCharges(AwsClients clients, String own, List<String> accounts) {
        this.clients = clients;
        client = clients.build(CloudWatchClient.builder());
        if (!own.isEmpty()) asked.add(new Asked(own, false));
        accounts.forEach(account -> asked.add(new Asked(account, true)));
    }

    /**
     * Opens CloudWatch in us-east-1, the only region with charges. The ambient credentials come first, because they may
     * belong to the management account, which sees all charges.
     *
     * @param endpoint replaces the service's endpoint; if empty, {@code AWS_ENDPOINT_URL} counts
     */
    static ChargesApi.Factory at(String endpoint) {
        return targets -> open(targets, endpoint);
    }

    private static List<ChargesApi> open(List<ChargesSource.Target> targets, String endpoint) {
        List<String> accounts =
                targets.stream().map(ChargesSource.Target::account).distinct().toList();
        String own = targets.stream()
                .filter(t -> t.roleArn().isEmpty())
                .map(ChargesSource.Target::account)
                .findFirst()
                .orElse("");
        List<ChargesApi> apis = new ArrayList<>();
        for (int i = 0; i < accounts.size(); i += MOST - 1) {
            List<String> some = accounts.subList(i, Math.min(accounts.size(), i + MOST - 1));
            apis.add(new AwsCharges(clients("", endpoint), i == 0 ? own : "", some));
        }
        targets.stream()
                .filter(t -> !t.roleArn().isEmpty())
                .distinct()
                .forEach(t ->
                        apis.add(new AwsCharges(clients(t.roleArn(), endpoint), t.account(), List.of(t.account()))));
        return apis;
    }

    private static AwsClients clients(String roleArn, String endpoint) {
        return new AwsClients(new AwsSettings(REGION, endpoint, roleArn, CALL_TIMEOUT_MILLIS), System.getenv());
    }

    @Override
    public Answer<List<ChargesSource.Reading>> read(Instant from, Instant to) {
        GetMetricDataRequest request = GetMetricDataRequest.builder()
                .startTime(from)
                .endTime(to)
                .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                .metricDataQueries(IntStream.range(0, asked.size())
                        .mapToObj(i -> query("q" + i, asked.get(i)))
                        .toList())
                .build();
        return Answer.ask(() -> client.getMetricData(request)).map(this::readings);
    }

    private static MetricDataQuery query(String id, Asked asked) {
        List<Dimension> dimensions = new ArrayList<>();
        dimensions.add(dimension("Currency", "USD"));
        dimensions.add(dimension("ServiceName", Lambda.SERVICE));
        if (asked.linked()) dimensions.add(dimension("LinkedAccount", asked.account()));
        Metric metric = Metric.builder()
                .namespace("AWS/Billing")
                .metricName("EstimatedCharges")
                .dimensions(dimensions)
                .build();
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(s -> s.metric(metric).period(PERIOD_SECONDS).stat("Maximum"))
                .build();
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    private List<ChargesSource.Reading> readings(GetMetricDataResponse response) {
        List<ChargesSource.Reading> linked = readings(response, true);
        var known = linked.stream().map(ChargesSource.Reading::account).collect(Collectors.toSet());
        List<ChargesSource.Reading> all = new ArrayList<>(linked);
        readings(response, false).stream()
                .filter(r -> !known.contains(r.account()))
                .forEach(all::add);
        all.sort(Comparator.comparingLong(ChargesSource.Reading::minute).thenComparing(ChargesSource.Reading::account));
        return all;
    }

    private List<ChargesSource.Reading> readings(GetMetricDataResponse response, boolean linked) {
        List<ChargesSource.Reading> all = new ArrayList<>();
        for (MetricDataResult result : response.metricDataResults()) {
            Asked question = asked.get(Integer.parseInt(result.id().substring(1)));
            if (question.linked() != linked) continue;
            int points = Math.min(result.timestamps().size(), result.values().size());
            for (int i = 0; i < points; i++) {
                long minute = Math.floorDiv(result.timestamps().get(i).getEpochSecond(), 60);
                all.add(new ChargesSource.Reading(
                        question.account(), minute, result.values().get(i)));
            }
        }
        return all;
    }

    @Override
    public void close() {
        clients.close();
    }
}
