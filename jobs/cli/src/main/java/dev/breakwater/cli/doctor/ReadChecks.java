package dev.breakwater.cli.doctor;

import dev.breakwater.cli.doctor.Findings.Where;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Place;
import dev.breakwater.model.Scope;
import dev.breakwater.model.kind.Lambda;
import dev.breakwater.model.kind.ResourceKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/** Checks the reads of the observe role in one account and region, call by call. */
final class ReadChecks {

    /**
     * A name that belongs to no function. The check uses this name if there is no function, because AWS answers "not
     * found" only if the permission exists.
     */
    private static final String NO_FUNCTION = "asked-by-breakwater-doctor";

    /** An id that belongs to no mapping, for a check without a mapping. */
    static final String NO_MAPPING = "00000000-0000-4000-8000-000000000000";

    private static final String OURS = "breakwater-";

    private final WatchedPlace place;
    private final Where where;
    private final AwsClients clients;
    private final Probes probes;

    ReadChecks(WatchedPlace place, AwsClients clients, Probes probes) {
        this.place = place;
        this.where = new Where(place.account(), place.region(), "observe");
        this.clients = clients;
        this.probes = probes;
    }

    /** One function for the checks, with its execution role. Both fields are empty if there is no function. */
    record Sample(String function, String roleArn) {}

    static final Sample NOBODY = new Sample(NO_FUNCTION, "");

    Sample check(Instant now) {
        LambdaClient lambda = clients.lambda();
        Answer<ListFunctionsResponse> listed =
                ask(AwsCall.LIST_FUNCTIONS, () -> lambda.listFunctions(r -> r.maxItems(50)));
        Sample sample = sample(listed);
        String arn = arn(sample.function());
        ask(AwsCall.LIST_TAGS, () -> lambda.listTags(r -> r.resource(arn)));
        ask(
                AwsCall.GET_FUNCTION_CONCURRENCY,
                () -> lambda.getFunctionConcurrency(r -> r.functionName(sample.function())));
        ask(
                AwsCall.LIST_PROVISIONED_CONCURRENCY_CONFIGS,
                () -> lambda.listProvisionedConcurrencyConfigs(r -> r.functionName(sample.function())));
        ask(AwsCall.GET_ACCOUNT_SETTINGS, () -> lambda.getAccountSettings(r -> {}));
        ask(AwsCall.LIST_EVENT_SOURCE_MAPPINGS, () -> lambda.listEventSourceMappings(r -> r.maxItems(1)));
        ask(
                AwsCall.LIST_MAPPING_TAGS,
                () -> lambda.listTags(r -> r.resource(mappingArn(place.region(), place.account()))));
        ask(AwsCall.GET_EVENT_SOURCE_MAPPING, () -> lambda.getEventSourceMapping(r -> r.uuid(NO_MAPPING)));
        ask(
                AwsCall.GET_RESOURCES,
                () -> clients.build(ResourceGroupsTaggingApiClient.builder())
                        .getResources(
                                r -> r.resourceTypeFilters("lambda:function").resourcesPerPage(1)));
        if (probes.asks(AwsCall.GET_METRIC_DATA)) polling(now);
        exposure(lambda, sample.function());
        return sample;
    }

    private <T> Answer<T> ask(AwsCall call, Supplier<T> request) {
        return probes.ask(call, where, request);
    }

    static String mappingArn(String region, String account) {
        return Lambda.mapping(new Place(account, region), NO_MAPPING);
    }

    String arn(String function) {
        return ResourceKind.arnOf(Scope.function(place.account(), place.region(), function));
    }

    private static Sample sample(Answer<ListFunctionsResponse> listed) {
        if (listed.ok()) {
            for (FunctionConfiguration f : listed.value().functions()) {
                if (!f.functionName().startsWith(OURS))
                    return new Sample(f.functionName(), f.role() == null ? "" : f.role());
            }
        }
        return NOBODY;
    }

    /** Reads one metric of one period, which costs a hundred-thousandth of a dollar. */
    private void polling(Instant now) {
        CloudWatchClient cloudWatch = clients.build(CloudWatchClient.builder());
        Instant to = now.truncatedTo(ChronoUnit.MINUTES);
        ResourceKind kind = ResourceKind.lambda();
        Metric metric = Metric.builder()
                .namespace(kind.namespace())
                .metricName(kind.metric(MetricRole.CALLS))
                .build();
        MetricDataQuery query = MetricDataQuery.builder()
                .id("q0")
                .metricStat(s -> s.metric(metric).period(60).stat("Sum"))
                .build();
        ask(
                AwsCall.LIST_METRICS,
                () -> cloudWatch.listMetrics(
                        r -> r.namespace(kind.namespace()).metricName(kind.metric(MetricRole.CALLS))));
        ask(
                AwsCall.GET_METRIC_DATA,
                () -> cloudWatch.getMetricData(
                        r -> r.startTime(to.minusSeconds(60)).endTime(to).metricDataQueries(query)));
    }

    private void exposure(LambdaClient lambda, String name) {
        ask(
                AwsCall.LIST_ALIASES,
                () -> lambda.listAliases(r -> r.functionName(name).maxItems(1)));
        ask(
                AwsCall.LIST_FUNCTION_URL_CONFIGS,
                () -> lambda.listFunctionUrlConfigs(r -> r.functionName(name).maxItems(1)));
        ask(AwsCall.GET_FUNCTION_URL_CONFIG, () -> lambda.getFunctionUrlConfig(r -> r.functionName(name)));
        ask(AwsCall.GET_POLICY, () -> lambda.getPolicy(r -> r.functionName(name)));
        ask(
                AwsCall.LIST_VERSIONS_BY_FUNCTION,
                () -> lambda.listVersionsByFunction(r -> r.functionName(name).maxItems(1)));
        ApiGatewayClient gateway = clients.build(ApiGatewayClient.builder());
        ask(AwsCall.GET_APIS, () -> gateway.getRestApis(r -> r.limit(1)));
        ask(
                AwsCall.GET_FUNCTION_EVENT_INVOKE_CONFIG,
                () -> lambda.getFunctionEventInvokeConfig(r -> r.functionName(name)));
    }
}
