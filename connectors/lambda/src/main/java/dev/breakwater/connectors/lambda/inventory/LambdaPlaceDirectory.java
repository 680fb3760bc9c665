package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.ControlPlaneRate;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.connectors.lambda.lever.QueueConcurrencyLever;
import dev.breakwater.connectors.lambda.lever.ReservedConcurrencyLever;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import dev.breakwater.model.Place;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.kind.Lambda;
import dev.breakwater.model.kind.ResourceKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;
import software.amazon.awssdk.services.lambda.model.ScalingConfig;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/**
 * Reads a real account. The directory needs lambda:ListFunctions, ListTags, GetFunctionConcurrency,
 * ListProvisionedConcurrencyConfigs, GetAccountSettings, ListEventSourceMappings and GetEventSourceMapping, and
 * tag:GetResources.
 */
public final class LambdaPlaceDirectory implements PlaceDirectory {

    private final LambdaClient lambda;
    private final MarkedLimits tags;
    private final String account;
    private final String region;
    private PlaceDirectory urgent = this;
    private AutoCloseable owned = () -> {};

    /** Uses clients that the caller closes. */
    public LambdaPlaceDirectory(LambdaClient lambda, MarkedLimits tags, String account, String region) {
        this.lambda = lambda;
        this.tags = tags;
        this.account = account;
        this.region = region;
    }

    /**
     * Creates a directory with its own clients, which it closes. The directory's calls come after calls that set
     * limits.
     */
    public static LambdaPlaceDirectory open(InventoryPlace place, Map<String, String> environment) {
        AwsClients clients = new AwsClients(place.settings(), environment);
        ControlPlaneRate rate = ControlPlaneRate.of(place.account(), place.region());
        MarkedLimits tags = MarkedLimits.of(clients.build(ResourceGroupsTaggingApiClient.builder()));
        LambdaPlaceDirectory fleet =
                new LambdaPlaceDirectory(clients.lambda(rate::look), tags, place.account(), place.region());
        fleet.urgent = new LambdaPlaceDirectory(clients.lambda(rate::marked), tags, place.account(), place.region());
        fleet.owned = clients;
        return fleet;
    }

    @Override
    public Answer<Page<PlaceDirectory.ListedFunction>> functions(String marker) {
        return Answer.ask(() -> {
            ListFunctionsResponse page = lambda.listFunctions(r -> r.marker(orNull(marker)));
            return new Page<>(page.functions().stream().map(this::listed).toList(), orEmpty(page.nextMarker()));
        });
    }

    @Override
    public Answer<Page<TriggerMapping>> mappings(String marker) {
        return Answer.ask(() -> {
            ListEventSourceMappingsResponse page = lambda.listEventSourceMappings(r -> r.marker(orNull(marker)));
            return new Page<>(
                    page.eventSourceMappings().stream()
                            .map(LambdaPlaceDirectory::mapping)
                            .toList(),
                    orEmpty(page.nextMarker()));
        });
    }

    @Override
    public Answer<Map<String, String>> tags(String function) {
        String arn = ResourceKind.arnOf(Scope.function(account, region, function));
        return Answer.ask(() -> Map.copyOf(lambda.listTags(r -> r.resource(arn)).tags()));
    }

    @Override
    public Answer<Map<String, String>> mappingTags(String uuid) {
        String arn = Lambda.mapping(new Place(account, region), uuid);
        return Answer.ask(() -> Map.copyOf(lambda.listTags(r -> r.resource(arn)).tags()));
    }

    @Override
    public Answer<TriggerMapping> mapping(String uuid) {
        return Answer.ask(() -> {
            GetEventSourceMappingResponse found = lambda.getEventSourceMapping(r -> r.uuid(uuid));
            return mapping(
                    found.uuid(),
                    found.functionArn(),
                    found.eventSourceArn(),
                    found.state(),
                    found.provisionedPollerConfig() != null,
                    found.scalingConfig());
        });
    }

    @Override
    public Answer<Integer> reservation(String function) {
        return Answer.ask(() -> ReservedConcurrencyLever.value(lambda, function));
    }

    @Override
    public Answer<Integer> provisioned(String function) {
        return Answer.ask(
                () -> lambda.listProvisionedConcurrencyConfigsPaginator(r -> r.functionName(function)).stream()
                        .flatMap(page -> page.provisionedConcurrencyConfigs().stream())
                        .mapToInt(c -> c.allocatedProvisionedConcurrentExecutions() == null
                                ? 0
                                : c.allocatedProvisionedConcurrentExecutions())
                        .sum());
    }

    @Override
    public Answer<AccountLimits> limits() {
        return AccountLimits.read(lambda);
    }

    @Override
    public Answer<MarkedLimits.Page> tagged(String key, String from) {
        return tags.page(key, from);
    }

    @Override
    public PlaceDirectory urgent() {
        return urgent;
    }

    @Override
    public void close() {
        try {
            owned.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing the clients failed", e);
        }
    }

    private PlaceDirectory.ListedFunction listed(FunctionConfiguration found) {
        return new PlaceDirectory.ListedFunction(facts(account, region, found), orEmpty(found.revisionId()));
    }

    /** Returns the facts that the configuration shows. */
    public static FunctionFacts facts(String account, String region, FunctionConfiguration found) {
        return FunctionFacts.listed(
                Scope.function(account, region, found.functionName()),
                found.memorySize() == null ? 128 : found.memorySize(),
                found.hasArchitectures() && !found.architecturesAsStrings().isEmpty()
                        ? found.architecturesAsStrings().get(0)
                        : "x86_64",
                found.timeout() == null ? 3 : found.timeout(),
                LambdaTime.millis(found.lastModified()),
                found.ephemeralStorage() == null || found.ephemeralStorage().size() == null
                        ? Capacity.FREE_MB
                        : found.ephemeralStorage().size());
    }

    private static TriggerMapping mapping(EventSourceMappingConfiguration found) {
        return mapping(
                found.uuid(),
                found.functionArn(),
                found.eventSourceArn(),
                found.state(),
                found.provisionedPollerConfig() != null,
                found.scalingConfig());
    }

    private static TriggerMapping mapping(
            String uuid, String function, String source, String state, boolean provisioned, ScalingConfig scaling) {
        return new TriggerMapping(
                orEmpty(uuid),
                Lambda.functionIn(function),
                orEmpty(source),
                orEmpty(state),
                provisioned ? TriggerMapping.PROVISIONED : QueueConcurrencyLever.value(scaling));
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** The format of Lambda's times, with offsets without a colon, like {@code 2026-08-05T14:20:00.000+0000}. */
    public static final class LambdaTime {

        private static final DateTimeFormatter FORMAT =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSSSSSSSS][.SSS]XX");

        private LambdaTime() {}

        /** Returns epoch milliseconds, or -1 if the time is missing or has another form. */
        public static long millis(String instant) {
            if (instant == null) return -1;
            try {
                return FORMAT.parse(instant, Instant::from).toEpochMilli();
            } catch (DateTimeException e) {
                return -1;
            }
        }
    }
}
