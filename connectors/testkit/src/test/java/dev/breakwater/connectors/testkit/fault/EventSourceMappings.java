package dev.breakwater.connectors.testkit.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.testkit.fault.ApiReply.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Event source mappings with their tags: create, list, get, update, delete. As on AWS, a change passes through a
 * transitional state (Creating, Enabling, Disabling, Updating, Deleting), in which a further change is refused with
 * ResourceInUseException. In this double, the state lasts for a number of reads; on AWS, it lasts for seconds to
 * minutes.
 *
 * <p>Differences from AWS: the function and source need not exist, sources are not polled, and filters and
 * destinations are stored without validation.
 */
public final class EventSourceMappings implements MissingApi {

    private static final String TAGS = "/2017-03-31/tags/";

    private final Map<String, EventSourceMapping> mappings = new LinkedHashMap<>();
    private final int readsInTransition;
    private int made;

    /** @param readsInTransition how many reads see a transitional state before it ends, 0 and above */
    public EventSourceMappings(int readsInTransition) {
        this.readsInTransition = readsInTransition;
    }

    @Override
    public synchronized Optional<ApiReply> answer(ApiRequest request, Upstream upstream) {
        return switch (request.operation()) {
            case "lambda:CreateEventSourceMapping" -> Optional.of(create(request));
            case "lambda:ListEventSourceMappings" -> Optional.of(list(request));
            case "lambda:GetEventSourceMapping" -> Optional.of(found(request, this::read));
            case "lambda:UpdateEventSourceMapping" -> Optional.of(found(request, m -> update(request, m)));
            case "lambda:DeleteEventSourceMapping" -> Optional.of(found(request, this::delete));
            case "tagging:GetResources" -> Optional.of(resources(request, upstream));
            case "lambda:ListTags", "lambda:TagResource", "lambda:UntagResource" -> tags(request);
            default -> Optional.empty();
        };
    }

    /**
     * Adds the mappings to the last page of the emulator's answer. The search compares the keys of tags, but not their
     * values.
     */
    private ApiReply resources(ApiRequest request, Upstream upstream) {
        ApiReply found = upstream.ask(request);
        JsonNode answer = Json.read(new String(found.body(), StandardCharsets.UTF_8));
        boolean more = !answer.path("PaginationToken").asText("").isEmpty();
        if (found.status() != 200 || more) {
            return found;
        }
        JsonNode filters = Json.read(request.text()).path("TagFilters");
        ArrayNode list = ((ObjectNode) answer).withArray("ResourceTagMappingList");
        mappings.values().stream()
                .filter(mapping -> mapping.region().equals(request.region()) && mapping.bears(filters))
                .forEach(mapping -> list.add(mapping.tagged()));
        return ApiReply.json(200, answer.toString());
    }

    private ApiReply create(ApiRequest request) {
        JsonNode wanted = Json.read(request.text());
        String uuid = UUID.nameUUIDFromBytes(("mapping-" + made++).getBytes(StandardCharsets.UTF_8))
                .toString();
        EventSourceMapping mapping = new EventSourceMapping(uuid, request.region(), wanted);
        Optional<EventSourceMapping.Refusal> refusal = mapping.refusal(wanted);
        if (refusal.isPresent()) {
            return refused(request, refusal.get());
        }
        if (mappings.values().stream().anyMatch(mapping::isSamePair)) {
            return ServiceErrors.error(
                    request,
                    409,
                    "ResourceConflictException",
                    "An event source mapping with this event source and function already exists.");
        }
        mapping.apply(wanted, "Creating", readsInTransition);
        mappings.put(uuid, mapping);
        return ApiReply.json(202, mapping.json().toString());
    }

    private ApiReply list(ApiRequest request) {
        String function = request.parameter("FunctionName").orElse("");
        String source = request.parameter("EventSourceArn").orElse("");
        int from = request.parameter("Marker").map(Integer::parseInt).orElse(0);
        // AWS returns at most 100 per page, whatever is requested
        int most = Math.min(
                100, request.parameter("MaxItems").map(Integer::parseInt).orElse(100));
        List<EventSourceMapping> all = mappings.values().stream()
                .filter(mapping -> mapping.region().equals(request.region()))
                .filter(mapping -> mapping.matches(function, source))
                .toList();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode page = answer.putArray("EventSourceMappings");
        all.stream().skip(from).limit(most).forEach(mapping -> page.add(seen(mapping)));
        if (from + most < all.size()) {
            answer.put("NextMarker", Integer.toString(from + most));
        }
        return ApiReply.json(200, answer.toString());
    }

    private ApiReply read(EventSourceMapping mapping) {
        return ApiReply.json(200, seen(mapping).toString());
    }

    private ObjectNode seen(EventSourceMapping mapping) {
        ObjectNode json = mapping.json();
        if (mapping.readIsLast()) {
            mappings.remove(mapping.uuid());
        }
        return json;
    }

    private ApiReply update(ApiRequest request, EventSourceMapping mapping) {
        JsonNode wanted = Json.read(request.text());
        Optional<EventSourceMapping.Refusal> refusal = mapping.refusal(wanted);
        if (refusal.isPresent()) {
            return refused(request, refusal.get());
        }
        mapping.apply(wanted, mapping.transition(wanted), readsInTransition);
        return ApiReply.json(202, mapping.json().toString());
    }

    private ApiReply delete(EventSourceMapping mapping) {
        mapping.delete(readsInTransition);
        if (readsInTransition == 0) {
            mappings.remove(mapping.uuid());
        }
        return ApiReply.json(202, mapping.json().toString());
    }

    private ApiReply found(ApiRequest request, Function<EventSourceMapping, ApiReply> step) {
        String uuid = request.path().replaceAll("/$", "").replaceAll(".*/", "");
        EventSourceMapping mapping = mappings.get(uuid);
        return mapping == null ? missing(request) : step.apply(mapping);
    }

    private Optional<ApiReply> tags(ApiRequest request) {
        String arn = ApiRequest.decode(request.path().substring(TAGS.length()));
        if (!arn.contains(":event-source-mapping:")) {
            return Optional.empty();
        }
        EventSourceMapping mapping = mappings.get(arn.substring(arn.lastIndexOf(':') + 1));
        if (mapping == null) {
            return Optional.of(missing(request));
        }
        return Optional.of(
                switch (request.method()) {
                    case "POST" -> mapping.tag(Json.read(request.text()).path("Tags"));
                    case "DELETE" -> mapping.untag(request.target());
                    default -> mapping.listTags();
                });
    }

    private static ApiReply refused(ApiRequest request, EventSourceMapping.Refusal refusal) {
        return ServiceErrors.error(request, 400, refusal.code(), refusal.message());
    }

    private static ApiReply missing(ApiRequest request) {
        return ServiceErrors.error(
                request, 404, "ResourceNotFoundException", "The resource you requested does not exist.");
    }
}
