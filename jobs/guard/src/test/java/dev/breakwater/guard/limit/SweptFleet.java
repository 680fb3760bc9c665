package dev.breakwater.guard.limit;

import dev.breakwater.connectors.aws.ControlPlaneRate;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.inventory.LambdaPlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.PlaceMarks;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.connectors.lambda.lever.AwsLeverFactory;
import dev.breakwater.connectors.lambda.lever.FakeLever;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.OwnTags;
import dev.breakwater.model.kind.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;
import software.amazon.awssdk.services.lambda.model.ListProvisionedConcurrencyConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListProvisionedConcurrencyConfigsResponse;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.TagResourceResponse;
import software.amazon.awssdk.services.lambda.model.UntagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UntagResourceResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;

/**
 * Functions of one account and region at a simulated AWS with its own clock. It is called at Breakwater's usual rate.
 */
final class SweptFleet {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";
    static final long NOW = Instant.parse("2026-11-29T05:00:00Z").toEpochMilli();
    static final long MINUTE = 60_000;
    private static final long CALL = 20;

    long now = NOW;
    final Map<String, Map<String, String>> tags = new TreeMap<>();
    /** The reservations of the functions that have one. */
    final Map<String, Integer> reserved = new HashMap<>();
    /** Values that reads show for some time, because AWS may show the value from before a change. */
    private final Map<String, Integer> shown = new HashMap<>();

    private long shownUntil;
    /** The Lambda calls that are denied. */
    String denied = "";
    /** The Lambda calls that fail up to a time. */
    String failing = "";

    long failingUntil;
    /** What somebody else does after each value that we set. */
    Runnable meanwhile = () -> {};
    /** What somebody else does after each search by tag, before its result is used. */
    Runnable afterSearch = () -> {};
    /** The mappings that feed functions from queues. */
    final FakeLever queues = new FakeLever();

    private final List<EventSourceMappingConfiguration> mappings = new ArrayList<>();
    /** The calls that changed something, in order, for example {@code put checkout 240}. */
    final List<String> changes = new ArrayList<>();

    final List<LedgerEntry> lines = new ArrayList<>();
    int calls;
    int taggingCalls;

    private final ControlPlaneRate rate = new ControlPlaneRate(() -> now * 1_000_000, millis -> now += millis);

    /** The clock, which is the same for all callers. */
    private final class Time implements Sweep.Clock, ActClock {
        @Override
        public long getAsLong() {
            return now;
        }

        @Override
        public void sleep(long millis) {
            now += millis;
        }

        @Override
        public long millis() {
            return now;
        }

        @Override
        public void pause(long millis) {
            now += millis;
        }
    }

    SweptFleet has(String function, int value) {
        tags.put(function, new HashMap<>(Map.of("team", "shop")));
        if (value >= 0) reserved.put(function, value);
        return this;
    }

    /** A lease of the instance {@code prod} that replaced 40 by 5. */
    static LeaseTag lease(long until) {
        return new LeaseTag(5, 40, List.of(), until, "prod", "t5k3f9");
    }

    SweptFleet held(String function, LeaseTag lease) {
        has(function, lease.set());
        tags.get(function).put(OwnTags.LEASE, lease.text());
        return this;
    }

    /** A lease on the queue that feeds a function. */
    SweptFleet heldQueue(String mapping, String function, LeaseTag lease) {
        mappings.add(EventSourceMappingConfiguration.builder()
                .uuid(mapping)
                .functionArn(ResourceKind.arnOf(Scope.function(ACCOUNT, REGION, function)))
                .eventSourceArn("arn:aws:sqs:" + REGION + ':' + ACCOUNT + ":orders")
                .build());
        queues.create(mapping, function).byHand(mapping, lease.set());
        queues.tag(mapping, Map.of(OwnTags.LEASE, lease.text()));
        return this;
    }

    String tag(String function, String key) {
        return tags.get(function).get(key);
    }

    /** From now on, reads show the present values for this long, whatever is changed. */
    void showsOldValuesFor(long millis) {
        shown.putAll(reserved);
        shownUntil = now + millis;
    }

    /** Creates a sweep that can read these ledger lines. */
    Sweep sweep(LedgerEntry... known) {
        Time time = new Time();
        Functions lambda = new Functions();
        PlaceMarks marks = new PlaceMarks(
                ACCOUNT, REGION, new LambdaPlaceDirectory(lambda, MarkedLimits.of(new Tags()), ACCOUNT, REGION), time);
        LeverCalls levers = new LeverCalls(
                ACCOUNT,
                REGION,
                (account, region, kind) ->
                        kind.equals(LeverKind.RESERVATION) ? AwsLeverFactory.of(kind, lambda, account, region) : queues,
                time);
        LedgerMemory memory = LedgerMemory.of(List.of(known));
        return new Sweep(
                ACCOUNT,
                REGION,
                marks,
                levers,
                new LimitLines(ACCOUNT, REGION).known(memory),
                lines::add,
                time,
                "alice");
    }

    /** The kinds of lines that were written. */
    List<String> written() {
        return lines.stream().map(LedgerEntry::kind).toList();
    }

    private static String name(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    private final class Functions implements LambdaClient {

        @Override
        public ListTagsResponse listTags(ListTagsRequest request) {
            turn("listTags", name(request.resource()));
            return ListTagsResponse.builder()
                    .tags(tags.get(name(request.resource())))
                    .build();
        }

        @Override
        public ListProvisionedConcurrencyConfigsResponse listProvisionedConcurrencyConfigs(
                ListProvisionedConcurrencyConfigsRequest r) {
            return ListProvisionedConcurrencyConfigsResponse.builder().build();
        }

        @Override
        public GetFunctionConcurrencyResponse getFunctionConcurrency(GetFunctionConcurrencyRequest request) {
            turn("get", request.functionName());
            Integer value = (now < shownUntil ? shown : reserved).get(request.functionName());
            return GetFunctionConcurrencyResponse.builder()
                    .reservedConcurrentExecutions(value)
                    .build();
        }

        @Override
        public PutFunctionConcurrencyResponse putFunctionConcurrency(PutFunctionConcurrencyRequest request) {
            change("put", request.functionName(), " " + request.reservedConcurrentExecutions());
            reserved.put(request.functionName(), request.reservedConcurrentExecutions());
            meanwhile.run();
            return PutFunctionConcurrencyResponse.builder().build();
        }

        @Override
        public DeleteFunctionConcurrencyResponse deleteFunctionConcurrency(DeleteFunctionConcurrencyRequest request) {
            change("delete", request.functionName(), "");
            reserved.remove(request.functionName());
            return DeleteFunctionConcurrencyResponse.builder().build();
        }

        @Override
        public TagResourceResponse tagResource(TagResourceRequest request) {
            String name = name(request.resource());
            change(request.tags().containsKey(OwnTags.HANDS_OFF) ? "let-alone" : "tag", name, "");
            tags.get(name).putAll(request.tags());
            return TagResourceResponse.builder().build();
        }

        @Override
        public UntagResourceResponse untagResource(UntagResourceRequest request) {
            String name = name(request.resource());
            change("untag", name, "");
            request.tagKeys().forEach(tags.get(name)::remove);
            return UntagResourceResponse.builder().build();
        }

        @Override
        public ListEventSourceMappingsResponse listEventSourceMappings(ListEventSourceMappingsRequest request) {
            calls++;
            return ListEventSourceMappingsResponse.builder()
                    .eventSourceMappings(mappings)
                    .build();
        }

        @Override
        public ListFunctionsResponse listFunctions(ListFunctionsRequest request) {
            calls++;
            return ListFunctionsResponse.builder()
                    .functions(tags.keySet().stream()
                            .map(name -> FunctionConfiguration.builder()
                                    .functionName(name)
                                    .build())
                            .toList())
                    .build();
        }

        private void change(String call, String function, String more) {
            turn(call, function);
            changes.add(call + ' ' + function + more);
        }

        private void turn(String call, String function) {
            calls++;
            try {
                rate.act();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            now += CALL;
            if (call.equals(failing) && now < failingUntil) throw refused(500, "ServiceException", "an outage");
            if (call.equals(denied)) throw refused(403, "AccessDeniedException", "not authorized");
            if (!tags.containsKey(function)) throw refused(404, "ResourceNotFoundException", "no such function");
        }

        private static AwsServiceException refused(int status, String code, String words) {
            AwsErrorDetails details = AwsErrorDetails.builder()
                    .errorCode(code)
                    .errorMessage(words)
                    .build();
            return LambdaException.builder()
                    .awsErrorDetails(details)
                    .statusCode(status)
                    .build();
        }

        @Override
        public String serviceName() {
            return "lambda";
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }

    /** The tagging API for all of these functions. */
    private final class Tags implements ResourceGroupsTaggingApiClient {

        @Override
        public GetResourcesResponse getResources(GetResourcesRequest request) {
            taggingCalls++;
            now += 50;
            String key = request.tagFilters().get(0).key();
            List<ResourceTagMapping> found = tags.entrySet().stream()
                    .filter(e -> e.getValue().containsKey(key))
                    .map(e -> mapping(e.getKey(), e.getValue()))
                    .toList();
            afterSearch.run();
            return GetResourcesResponse.builder()
                    .resourceTagMappingList(found)
                    .paginationToken("")
                    .build();
        }

        private ResourceTagMapping mapping(String function, Map<String, String> all) {
            return ResourceTagMapping.builder()
                    .resourceARN(ResourceKind.arnOf(Scope.function(ACCOUNT, REGION, function)))
                    .tags(all.entrySet().stream()
                            .map(t -> Tag.builder()
                                    .key(t.getKey())
                                    .value(t.getValue())
                                    .build())
                            .toList())
                    .build();
        }

        @Override
        public String serviceName() {
            return "tagging";
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }
}
