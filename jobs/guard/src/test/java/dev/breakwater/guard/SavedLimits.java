package dev.breakwater.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.ApiReply;
import dev.breakwater.connectors.testkit.fault.ApiRequest;
import dev.breakwater.connectors.testkit.fault.EventSourceMappings;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.fault.ServiceErrors;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/** An emulated account with one function for each thing that a stored savepoint has to hold, and its limit. */
final class SavedLimits implements AutoCloseable {

    static final String ACCOUNT = MotoServer.ACCOUNT;
    static final String REGION = MetricStreamFiles.REGION;

    /**
     * A function and the limit that was found on it before any act of ours.
     *
     * @param source the service of the event source whose mapping is the limit, or empty for the reservation
     * @param found  the reservation or the mapping's maximum, -1 for none
     */
    record Function(String name, String source, int found) {

        static Function reserved(String name, int found) {
            return new Function(name, "", found);
        }
    }

    static final List<Function> FUNCTIONS = List.of(
            Function.reserved("held", 40),
            Function.reserved("rising", -1),
            Function.reserved("half-risen", -1),
            Function.reserved("brief-released", 60),
            Function.reserved("brief-stuck", 50),
            Function.reserved("brief-let-go", 70),
            Function.reserved("by-hand", 30),
            Function.reserved("guarded", -1),
            Function.reserved("guarded-late", -1),
            Function.reserved("shop-a", -1),
            Function.reserved("shop-b", 25),
            new Function("queued", "sqs", 20),
            new Function("brief-queued", "sqs", -1),
            new Function("brief-queue-let-go", "sqs", 15),
            new Function("queue-by-hand", "sqs", 30),
            new Function("paused", "kinesis", -1));

    private final MotoServer aws = MotoServer.start();
    private final FaultProxy proxy;
    private final EmulatedFunctions lambda;
    private final Map<String, String> mappings = new LinkedHashMap<>();
    /** HTTP status with which AWS refuses to change a limit, by function or mapping. */
    private final Map<String, Integer> refusing = new ConcurrentHashMap<>();

    /** The functions as they were before any act. */
    SavedLimits() {
        proxy = FaultProxy.before(aws.endpoint())
                .answering((request, upstream) -> refusal(request), new EventSourceMappings(0));
        lambda = new EmulatedFunctions(proxy.endpoint(), REGION);
        for (Function f : FUNCTIONS) {
            lambda.create(f.name(), Map.of());
            if (!f.source().isEmpty()) map(f);
            set(f, f.found());
        }
    }

    URI endpoint() {
        return proxy.endpoint();
    }

    /** Changes of this limit are refused with this status; 200: no more. */
    void refuse(String functionOrMapping, int status) {
        refusing.put(functionOrMapping, status);
    }

    String mapping(String function) {
        return mappings.get(function);
    }

    /** Sets a function's limit, as a human would; for a stream -1 is running and 0 paused. */
    void set(Function f, int value) {
        if (f.source().isEmpty()) {
            if (value >= 0) {
                lambda.lambda()
                        .putFunctionConcurrency(r -> r.functionName(f.name()).reservedConcurrentExecutions(value));
            }
            return;
        }
        lambda.lambda().updateEventSourceMapping(r -> {
            r.uuid(mapping(f.name()));
            if (f.source().equals("kinesis")) r.enabled(value < 0);
            else if (value >= 0) r.scalingConfig(c -> c.maximumConcurrency(value));
        });
    }

    static Function function(String name) {
        return FUNCTIONS.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    }

    /** The limit that stands now. */
    int limit(Function f) {
        if (f.source().isEmpty()) return lambda.reserved(f.name());
        return lambda.lambda().listEventSourceMappings(r -> r.functionName(f.name())).eventSourceMappings().stream()
                .findFirst()
                .map(SavedLimits::limit)
                .orElseThrow();
    }

    private static int limit(EventSourceMappingConfiguration m) {
        if (m.eventSourceArn().contains(":kinesis:")) return m.state().equals("Enabled") ? -1 : 0;
        return m.scalingConfig() == null ? -1 : m.scalingConfig().maximumConcurrency();
    }

    /** The tags where a mark of this limit would be. */
    Map<String, String> tags(Function f) {
        return new TreeMap<>(lambda.lambda().listTags(r -> r.resource(arn(f))).tags());
    }

    void untag(Function f) {
        lambda.lambda().untagResource(r -> r.resource(arn(f)).tagKeys(tags(f).keySet()));
    }

    private String arn(Function f) {
        String prefix = "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":";
        return prefix + (f.source().isEmpty() ? "function:" + f.name() : "event-source-mapping:" + mapping(f.name()));
    }

    private void map(Function f) {
        String arn = "arn:aws:" + f.source() + ":" + REGION + ":" + ACCOUNT + ":"
                + (f.source().equals("kinesis") ? "stream/" : "") + f.name();
        String uuid = lambda.lambda()
                .createEventSourceMapping(r -> r.functionName(f.name()).eventSourceArn(arn))
                .uuid();
        mappings.put(f.name(), uuid);
    }

    private Optional<ApiReply> refusal(ApiRequest request) {
        boolean changes = List.of(
                        "lambda:PutFunctionConcurrency",
                        "lambda:DeleteFunctionConcurrency",
                        "lambda:UpdateEventSourceMapping")
                .contains(request.operation());
        if (!changes) return Optional.empty();
        for (Map.Entry<String, Integer> one : refusing.entrySet()) {
            if (one.getValue() == 200 || !request.path().contains("/" + one.getKey())) continue;
            String code = one.getValue() == 403 ? "AccessDeniedException" : "ServiceException";
            return Optional.of(ServiceErrors.error(request, one.getValue(), code, "not now"));
        }
        return Optional.empty();
    }

    /** What stands on each limit. */
    ObjectNode seen() {
        ObjectNode limits = new ObjectMapper().createObjectNode();
        for (Function f : FUNCTIONS) {
            ObjectNode one = limits.putObject(f.name());
            one.put("limit", limit(f));
            ObjectNode tags = one.putObject("tags");
            tags(f).forEach(tags::put);
        }
        return limits;
    }

    /** Puts the limits and tags of these functions as they were seen. */
    void put(JsonNode seen, Predicate<Function> these) {
        for (Function f : FUNCTIONS.stream().filter(these).toList()) {
            JsonNode one = seen.path(f.name());
            set(f, one.path("limit").asInt());
            Map<String, String> tags = new TreeMap<>();
            one.path("tags")
                    .properties()
                    .forEach(t -> tags.put(t.getKey(), t.getValue().asText()));
            if (!tags.isEmpty())
                lambda.lambda().tagResource(r -> r.resource(arn(f)).tags(tags));
        }
    }

    @Override
    public void close() {
        lambda.close();
        proxy.close();
        aws.close();
    }
}
