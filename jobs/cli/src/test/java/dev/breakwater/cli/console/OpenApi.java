package dev.breakwater.cli.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes the OpenAPI document of {@link Api}, derived from the record types of its answers. */
final class OpenApi {

    private static final Map<String, String> ASKED = Map.of(
            "request", "`approve`, `decline`, `throttle`, `release`, `hold`, `accept`, `attack` or `protect`",
            "incident", "the incident's id",
            "alert",
                    "replaces `incident`: the key of an alert, or the id of one of its incidents. The request "
                            + "then applies to each incident of the alert",
            "function", "the function's name, which is required if `incident` is missing or several functions match",
            "account", "the account, 12 digits, which is required if several accounts match",
            "region", "the region, which is required if several regions match",
            "for", "the duration of a `hold`, `accept`, `decline` or `protect`, like 90m, 12h or 7d");

    /** All addresses. */
    static final List<Path> PATHS = List.of(
            new Path(
                    "/api/fleet",
                    "The functions, with the largest excess cost first.",
                    List.of("q", "state"),
                    Api.Fleet.class),
            new Path(
                    "/api/incidents",
                    "The incidents: open, then accepted, then over; in each group, the newest first.",
                    List.of("q", "state", "severity", "since"),
                    Api.Incidents.class),
            new Path(
                    "/api/leases",
                    "Breakwater's limits according to the ledger, ordered by end time.",
                    List.of(),
                    Api.Leases.class),
            new Path("/api/budgets", "The state of each budget.", List.of(), Api.Budgets.class),
            new Path(
                    "/api/job",
                    "The state of the job: its reports, feeds, waiting messages and costs.",
                    List.of(),
                    Api.Job.class));

    /** The query parameters, each with the field that it filters. */
    static final Map<String, String> PARAMETERS = Map.of(
            "q", "a part of a name, account, region, policy or kind",
            "state", "the state of a function; `open`, `accepted` or `over` for an incident",
            "severity", "`critical`, `error`, `warning` or `info`",
            "since", "`24h`, `7d` or `30d`: only rows that are still open or that ended within this time");

    private final ObjectNode root = new ObjectMapper().createObjectNode();

    /** Returns the document as JSON, with a mark for the version. */
    String document() {
        return all().toPrettyString();
    }

    private ObjectNode all() {
        root.put("openapi", "3.1.0");
        root.putObject("info")
                .put("title", "Breakwater console")
                .put("version", Api.VERSION)
                .put(
                        "description",
                        "Reading needs a key unless you reach the console on loopback. Times are ISO 8601 in UTC.");
        ObjectNode paths = root.putObject("paths");
        for (Path path : PATHS) {
            ObjectNode get = paths.putObject(path.path()).putObject("get").put("summary", path.summary());
            ArrayNode parameters = get.putArray("parameters");
            for (String name : path.parameters()) {
                parameters
                        .addObject()
                        .put("name", name)
                        .put("in", "query")
                        .put("description", PARAMETERS.get(name))
                        .putObject("schema")
                        .put("type", "string");
            }
            ObjectNode ok = answer(get.putObject("responses"), "200", "its state");
            schema(json(ok), path.answer());
        }
        requests(paths.putObject("/requests").putObject("post"));
        ObjectNode events = paths.putObject("/events")
                .putObject("get")
                .put(
                        "summary",
                        "Server-sent events: sends a message when the state has changed. Answers 503 if too "
                                + "many clients wait.");
        answer(events.putObject("responses"), "200", "a stream")
                .putObject("content")
                .putObject("text/event-stream")
                .putObject("schema")
                .put("type", "string");
        return root;
    }

    private static void requests(ObjectNode post) {
        post.put("summary", "Sends a request to the job. In the configuration, the section `door` says who may do so.");
        ObjectNode asked = json(post.putObject("requestBody").put("required", true));
        asked.put("type", "object").putArray("required").add("request");
        ObjectNode properties = asked.putObject("properties");
        ASKED.keySet().stream()
                .sorted()
                .forEach(
                        name -> properties.putObject(name).put("type", "string").put("description", ASKED.get(name)));
        ObjectNode answers = post.putObject("responses");
        answer(answers, "202", "accepted: the job reads the request within seconds, or when it runs again");
        answer(answers, "400", "not understood");
        answer(answers, "401", "the key is missing or wrong; the answer has no text");
        answer(answers, "421", "the Host header is not one of the console's names");
        answer(answers, "404", "no such incident");
        answer(answers, "409", "the request no longer makes sense; the text says why");
        answer(answers, "413", "over 64 KiB");
        answer(answers, "503", "the request could not be written to a file");
    }

    private static ObjectNode answer(ObjectNode answers, String status, String text) {
        return answers.putObject(status).put("description", text);
    }

    private static ObjectNode json(ObjectNode body) {
        return body.putObject("content").putObject("application/json").putObject("schema");
    }

    /** Describes a type as JSON schema. A value of a class type may be null. */
    private static void schema(ObjectNode to, Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            schema(to.put("type", "array").putObject("items"), list.getActualTypeArguments()[0]);
        } else if (type == boolean.class) {
            to.put("type", "boolean");
        } else if (type == int.class || type == long.class) {
            to.put("type", "integer");
        } else if (type == double.class) {
            to.put("type", "number");
        } else if (type instanceof Class<?> record && record.isRecord()) {
            to.putArray("type").add("object").add("null");
            ArrayNode required = to.putArray("required");
            fields(to.putObject("properties"), required, record);
        } else {
            nullable(to, (Class<?>) type);
        }
    }

    private static void nullable(ObjectNode to, Class<?> type) {
        boolean whole = type == Integer.class || type == Long.class;
        boolean number = type == Double.class || type == BigDecimal.class;
        to.putArray("type")
                .add(whole ? "integer" : number ? "number" : "string")
                .add("null");
        if (type == Instant.class) to.put("format", "date-time");
    }

    private static void fields(ObjectNode to, ArrayNode required, Class<?> record) {
        for (RecordComponent component : record.getRecordComponents()) {
            Field field = field(record, component.getName());
            if (field.isAnnotationPresent(JsonUnwrapped.class)) {
                fields(to, required, field.getType());
                continue;
            }
            ObjectNode property = to.putObject(field.getName());
            schema(property, component.getGenericType());
            JsonPropertyDescription said = field.getAnnotation(JsonPropertyDescription.class);
            if (said != null) property.put("description", said.value());
            if (!field.isAnnotationPresent(JsonInclude.class)) required.add(field.getName());
        }
    }

    private static Field field(Class<?> record, String name) {
        try {
            return record.getDeclaredField(name);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("every record has its own fields", e);
        }
    }

    /**
     * One address.
     *
     * @param parameters the query parameters, selected from {@link #PARAMETERS}
     * @param answer the type of the answer
     */
    record Path(String path, String summary, List<String> parameters, Class<?> answer) {}
}
