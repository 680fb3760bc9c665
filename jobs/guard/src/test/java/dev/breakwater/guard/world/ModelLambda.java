package dev.breakwater.guard.world;

import dev.breakwater.guard.world.ModelAws.Actor;
import dev.breakwater.guard.world.ModelAws.Op;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.*;

/** The Lambda client of levers and inventory for the simulated account. */
final class ModelLambda implements LambdaClient {

    private static final String FUNCTION = "arn:aws:lambda:" + ModelAws.REGION + ":" + ModelAws.ACCOUNT + ":function:";
    private static final String QUEUE = "arn:aws:sqs:" + ModelAws.REGION + ":" + ModelAws.ACCOUNT + ":";
    private static final String STREAM = "arn:aws:kinesis:" + ModelAws.REGION + ":" + ModelAws.ACCOUNT + ":stream/";

    private final ModelAws aws;
    private final Actor actor;

    ModelLambda(ModelAws aws, Actor actor) {
        this.aws = aws;
        this.actor = actor;
    }

    @Override
    public String serviceName() {
        return "lambda";
    }

    @Override
    public void close() {
        // there is nothing to close
    }

    private ModelLimit there(String target) {
        ModelLimit limit = aws.limit(target);
        if (limit == null) throw AwsErrors.MISSING;
        return limit;
    }

    private static String target(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    @Override
    public ListTagsResponse listTags(ListTagsRequest r) {
        return aws.call(
                actor,
                Op.READ,
                target(r.resource()),
                () -> ListTagsResponse.builder()
                        .tags(aws.read(actor, there(target(r.resource()))).tags())
                        .build());
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest r) {
        ModelLimit asked = aws.limit(target(r.resource()));
        if (asked != null && !actor.command())
            asked.intends(actor.owner(), r.tags().values(), aws.clock.now);
        return aws.call(actor, Op.TAG, target(r.resource()), () -> {
            aws.tag(actor, there(target(r.resource())), r.tags());
            return TagResourceResponse.builder().build();
        });
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest r) {
        return aws.call(actor, Op.TAG, target(r.resource()), () -> {
            there(target(r.resource())).untag(r.tagKeys(), aws.clock.now, actor.by());
            return UntagResourceResponse.builder().build();
        });
    }

    @Override
    public ListProvisionedConcurrencyConfigsResponse listProvisionedConcurrencyConfigs(
            ListProvisionedConcurrencyConfigsRequest r) {
        return ListProvisionedConcurrencyConfigsResponse.builder().build();
    }

    @Override
    public GetFunctionConcurrencyResponse getFunctionConcurrency(GetFunctionConcurrencyRequest r) {
        return aws.call(actor, Op.READ, r.functionName(), () -> {
            int value = aws.read(actor, there(r.functionName())).value();
            return GetFunctionConcurrencyResponse.builder()
                    .reservedConcurrentExecutions(value == LimitValue.NONE ? null : value)
                    .build();
        });
    }

    @Override
    public PutFunctionConcurrencyResponse putFunctionConcurrency(PutFunctionConcurrencyRequest r) {
        return aws.call(actor, Op.SET, r.functionName(), () -> {
            there(r.functionName());
            aws.reserve(actor, aws.functions.get(r.functionName()), r.reservedConcurrentExecutions());
            return PutFunctionConcurrencyResponse.builder().build();
        });
    }

    @Override
    public DeleteFunctionConcurrencyResponse deleteFunctionConcurrency(DeleteFunctionConcurrencyRequest r) {
        return aws.call(actor, Op.SET, r.functionName(), () -> {
            there(r.functionName());
            aws.reserve(actor, aws.functions.get(r.functionName()), LimitValue.NONE);
            return DeleteFunctionConcurrencyResponse.builder().build();
        });
    }

    @Override
    public GetEventSourceMappingResponse getEventSourceMapping(GetEventSourceMappingRequest r) {
        return aws.call(actor, Op.READ, r.uuid(), () -> {
            ModelLimit m = there(r.uuid());
            int value = aws.read(actor, m).value();
            return GetEventSourceMappingResponse.builder()
                    .uuid(m.target)
                    .functionArn(FUNCTION + m.function)
                    .eventSourceArn(source(m))
                    .state(state(m, value))
                    .scalingConfig(scaling(m, value))
                    .build();
        });
    }

    @Override
    public UpdateEventSourceMappingResponse updateEventSourceMapping(UpdateEventSourceMappingRequest r) {
        return aws.call(actor, Op.SET, r.uuid(), () -> {
            ModelLimit m = there(r.uuid());
            Integer most = r.scalingConfig() == null ? null : r.scalingConfig().maximumConcurrency();
            int value = r.enabled() != null ? r.enabled() ? LimitValue.NONE : 0 : most == null ? LimitValue.NONE : most;
            if (m.kind.equals(LeverKind.QUEUE) && value >= 0 && value < 2) throw AwsErrors.INVALID;
            aws.set(actor, aws.functions.get(m.function), m, value);
            return UpdateEventSourceMappingResponse.builder().build();
        });
    }

    @Override
    public ListFunctionsResponse listFunctions(ListFunctionsRequest r) {
        return aws.call(actor, Op.LIST, "", () -> {
            List<FunctionConfiguration> all = aws.functions.values().stream()
                    .filter(f -> f.exists)
                    .map(f -> FunctionConfiguration.builder()
                            .functionName(f.name)
                            .memorySize(1024)
                            .timeout(f.timeoutSeconds)
                            .revisionId("r" + f.revision)
                            .build())
                    .toList();
            return ListFunctionsResponse.builder().functions(all).build();
        });
    }

    @Override
    public ListEventSourceMappingsResponse listEventSourceMappings(ListEventSourceMappingsRequest r) {
        return aws.call(actor, Op.LIST, "", () -> {
            List<EventSourceMappingConfiguration> all = aws.limits().stream()
                    .filter(m -> !m.kind.equals(LeverKind.RESERVATION))
                    .map(m -> EventSourceMappingConfiguration.builder()
                            .uuid(m.target)
                            .functionArn(FUNCTION + m.function)
                            .eventSourceArn(source(m))
                            .state(state(m, m.value))
                            .scalingConfig(scaling(m, m.value))
                            .build())
                    .toList();
            return ListEventSourceMappingsResponse.builder()
                    .eventSourceMappings(all)
                    .build();
        });
    }

    @Override
    public GetAccountSettingsResponse getAccountSettings(GetAccountSettingsRequest r) {
        return aws.call(
                actor,
                Op.LIST,
                "",
                () -> GetAccountSettingsResponse.builder()
                        .accountLimit(AccountLimit.builder()
                                .concurrentExecutions(aws.concurrency)
                                .unreservedConcurrentExecutions(aws.unreserved(null, 0))
                                .build())
                        .build());
    }

    private static String source(ModelLimit m) {
        return (m.kind.equals(LeverKind.QUEUE) ? QUEUE : STREAM) + m.target;
    }

    /** The reported state. During a change, it is the state in transition or, sometimes, only Updating. */
    private String state(ModelLimit m, int value) {
        boolean paused = m.kind.equals(LeverKind.STREAM) && value == 0;
        if (aws.clock.now >= m.busyUntil) return paused ? "Disabled" : "Enabled";
        if (m.kind.equals(LeverKind.QUEUE) || aws.draws.chance(3)) return "Updating";
        return paused ? "Disabling" : "Enabling";
    }

    private static ScalingConfig scaling(ModelLimit m, int value) {
        boolean limited = m.kind.equals(LeverKind.QUEUE) && value != LimitValue.NONE;
        return limited ? ScalingConfig.builder().maximumConcurrency(value).build() : null;
    }
}
