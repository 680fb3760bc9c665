package dev.breakwater.connectors.testkit.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** One event source mapping: its settings, its state, its tags, and the changes that AWS would refuse. */
final class EventSourceMapping {

    /** An error that AWS answers with status 400. */
    record Refusal(String code, String message) {}

    private static final int LEAST = 2;
    private static final int MOST = 1_000;
    private static final List<String> KEPT = List.of(
            "BatchSize",
            "EventSourceArn",
            "FilterCriteria",
            "MaximumBatchingWindowInSeconds",
            "MaximumRetryAttempts",
            "MaximumRecordAgeInSeconds",
            "ParallelizationFactor",
            "StartingPosition",
            "DestinationConfig",
            "FunctionResponseTypes");

    private final String uuid;
    private final String region;
    private final String function;
    private final ObjectNode settings = JsonNodeFactory.instance.objectNode();
    private final Map<String, String> tags = new LinkedHashMap<>();
    private String state = "";
    private int readsLeft;
    private boolean enabled = true;

    EventSourceMapping(String uuid, String region, JsonNode wanted) {
        this.uuid = uuid;
        this.region = region;
        this.function = wanted.path("FunctionName").asText().replaceAll(".*:function:", "");
        settings.set("EventSourceArn", wanted.path("EventSourceArn"));
    }

    String uuid() {
        return uuid;
    }

    String region() {
        return region;
    }

    boolean matches(String wantedFunction, String wantedSource) {
        String name = wantedFunction.replaceAll(".*:function:", "");
        return (name.isEmpty() || name.equals(function)) && (wantedSource.isEmpty() || wantedSource.equals(source()));
    }

    boolean isSamePair(EventSourceMapping other) {
        return function.equals(other.function) && source().equals(other.source()) && region.equals(other.region);
    }

    /** Checks the rules of ScalingConfig, and the rules for changes in progress. */
    Optional<Refusal> refusal(JsonNode wanted) {
        if (readsLeft > 0) {
            return Optional.of(
                    new Refusal(
                            "ResourceInUseException",
                            "Cannot update the event source mapping because it is not in one of the states [Enabled, Disabled]"));
        }
        JsonNode most = wanted.path("ScalingConfig").path("MaximumConcurrency");
        if (most.isMissingNode()) {
            boolean both = wanted.path("ProvisionedPollerConfig").size() > 0
                    && settings.path("ScalingConfig").size() > 0
                    && !wanted.has("ScalingConfig");
            return both ? Optional.of(provisioned()) : Optional.empty();
        }
        if (!source().contains(":sqs:")) {
            return Optional.of(
                    new Refusal("InvalidParameterValueException", "ScalingConfig is supported for SQS sources only."));
        }
        if (most.asInt() < LEAST || most.asInt() > MOST) {
            return Optional.of(new Refusal("ValidationException", range(most.asInt())));
        }
        JsonNode pollers = wanted.has("ProvisionedPollerConfig")
                ? wanted.path("ProvisionedPollerConfig")
                : settings.path("ProvisionedPollerConfig");
        return pollers.size() > 0 ? Optional.of(provisioned()) : Optional.empty();
    }

    /** Applies new settings, and shows a transitional state for a number of reads. */
    void apply(JsonNode wanted, String through, int reads) {
        KEPT.stream().filter(wanted::has).forEach(name -> settings.set(name, wanted.get(name)));
        for (String name : List.of("ScalingConfig", "ProvisionedPollerConfig")) {
            if (wanted.has(name) && wanted.get(name).isEmpty()) {
                settings.remove(name);
            } else if (wanted.has(name)) {
                settings.set(name, wanted.get(name));
            }
        }
        if (wanted.has("Enabled")) {
            enabled = wanted.get("Enabled").asBoolean();
        }
        wanted.path("Tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        state = through;
        readsLeft = reads;
    }

    /** Returns the transitional state of a change. */
    String transition(JsonNode wanted) {
        boolean switches = wanted.has("Enabled") && wanted.get("Enabled").asBoolean() != enabled;
        return !switches ? "Updating" : enabled ? "Disabling" : "Enabling";
    }

    void delete(int reads) {
        state = "Deleting";
        readsLeft = reads;
    }

    /** Counts a read. Returns true if the mapping no longer exists after this read. */
    boolean readIsLast() {
        readsLeft = Math.max(0, readsLeft - 1);
        return readsLeft == 0 && state.equals("Deleting");
    }

    ObjectNode json() {
        ObjectNode json = settings.deepCopy();
        json.put("UUID", uuid);
        json.put("FunctionArn", "arn:aws:lambda:" + region + ":" + MotoServer.ACCOUNT + ":function:" + function);
        json.put(
                "EventSourceMappingArn",
                "arn:aws:lambda:" + region + ":" + MotoServer.ACCOUNT + ":event-source-mapping:" + uuid);
        boolean between = readsLeft > 0 || state.equals("Deleting");
        json.put("State", between ? state : enabled ? "Enabled" : "Disabled");
        json.put("StateTransitionReason", "User action");
        json.put("LastModified", 1_764_000_000.0);
        return json;
    }

    ApiReply listTags() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode all = answer.putObject("Tags");
        tags.forEach(all::put);
        return ApiReply.json(200, answer.toString());
    }

    /** Returns the mapping in the form of the Resource Groups Tagging API. */
    ObjectNode tagged() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("ResourceARN", json().get("EventSourceMappingArn"));
        ArrayNode all = answer.putArray("Tags");
        tags.forEach((key, value) -> all.addObject().put("Key", key).put("Value", value));
        return answer;
    }

    boolean bears(JsonNode filters) {
        return StreamSupport.stream(filters.spliterator(), false)
                .allMatch(filter -> tags.containsKey(filter.path("Key").asText()));
    }

    ApiReply tag(JsonNode more) {
        more.properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return new ApiReply(204, Map.of(), new byte[0]);
    }

    ApiReply untag(String target) {
        for (String pair : target.substring(target.indexOf('?') + 1).split("&")) {
            if (pair.startsWith("tagKeys=")) {
                tags.remove(ApiRequest.decode(pair.substring("tagKeys=".length())));
            }
        }
        return new ApiReply(204, Map.of(), new byte[0]);
    }

    private String source() {
        return settings.path("EventSourceArn").asText();
    }

    private static Refusal provisioned() {
        return new Refusal(
                "InvalidParameterValueException",
                "MaximumConcurrency and ProvisionedPollerConfig cannot be used together.");
    }

    private static String range(int value) {
        String bound = value < LEAST ? "greater than or equal to " + LEAST : "less than or equal to " + MOST;
        return "1 validation error detected: Value '" + value + "' at 'scalingConfig.maximumConcurrency' failed to"
                + " satisfy constraint: Member must have value " + bound;
    }
}
