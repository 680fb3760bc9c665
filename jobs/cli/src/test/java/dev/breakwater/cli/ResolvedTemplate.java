package dev.breakwater.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a template, filled in like CloudFormation does it. One difference: attributes and references of resources
 * are values too, named like {@code Bucket.Arn} and {@code Alarms}.
 *
 * @param values the values of parameters, pseudo parameters and resources
 * @param conditions the conditions, and whether each holds
 */
record ResolvedTemplate(Map<String, String> values, Map<String, Boolean> conditions) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^}]+)}");

    /**
     * Resolves a whole template.
     *
     * @param given the values; a missing value is the parameter's default, or its own name
     */
    static ResolvedTemplate of(JsonNode template, Map<String, String> given) {
        Map<String, String> values = new TreeMap<>(Map.of("AWS::Partition", "aws", "AWS::Region", "eu-west-1"));
        template.path("Parameters")
                .properties()
                .forEach(
                        p -> values.put(p.getKey(), p.getValue().path("Default").asText(p.getKey())));
        values.putAll(given);
        Map<String, Boolean> conditions = new TreeMap<>();
        template.path("Conditions")
                .properties()
                .forEach(c -> conditions.put(c.getKey(), new ResolvedTemplate(values, conditions).holds(c.getValue())));
        template.path("Resources").properties().forEach(r -> {
            String condition = r.getValue().path("Condition").asText();
            if (!conditions.getOrDefault(condition, true)) return;
            values.putIfAbsent(r.getKey(), r.getKey());
            values.putIfAbsent(r.getKey() + ".Arn", r.getKey());
        });
        return new ResolvedTemplate(values, conditions);
    }

    private boolean holds(JsonNode condition) {
        if (condition.has("Fn::Not")) return !holds(condition.path("Fn::Not").path(0));
        if (condition.has("Condition"))
            return conditions.get(condition.path("Condition").asText());
        if (condition.has("Fn::Or")) {
            return condition.path("Fn::Or").valueStream().anyMatch(this::holds);
        }
        JsonNode pair = condition.path("Fn::Equals");
        return resolve(pair.path(0)).equals(resolve(pair.path(1)));
    }

    /** Whether CloudFormation makes a resource. */
    boolean makes(JsonNode resource) {
        return conditions.getOrDefault(resource.path("Condition").asText(), true);
    }

    JsonNode resolve(JsonNode node) {
        if (node.path("Ref").asText().equals("AWS::NoValue")) return JSON.missingNode();
        if (node.has("Ref")) return text(node.path("Ref").asText(), values);
        if (node.has("Fn::GetAtt")) {
            JsonNode of = node.path("Fn::GetAtt");
            return text(of.path(0).asText() + '.' + of.path(1).asText(), values);
        }
        if (node.has("Fn::If")) {
            JsonNode choice = node.path("Fn::If");
            return resolve(choice.path(conditions.get(choice.path(0).asText()) ? 1 : 2));
        }
        if (node.has("Fn::Sub")) return substituted(node.path("Fn::Sub"));
        if (node.has("Fn::Split")) return split(resolve(node.path("Fn::Split")));
        if (node.has("Fn::Join")) return joined(resolve(node.path("Fn::Join")));
        if (node.isArray()) {
            ArrayNode all = JSON.createArrayNode();
            node.forEach(item -> {
                JsonNode value = resolve(item);
                if (!value.isMissingNode()) all.add(value);
            });
            return all;
        }
        if (!node.isObject()) return node;
        ObjectNode all = JSON.createObjectNode();
        node.properties().forEach(e -> {
            JsonNode value = resolve(e.getValue());
            if (!value.isMissingNode()) all.set(e.getKey(), value);
        });
        return all;
    }

    private static JsonNode split(JsonNode separatorAndText) {
        ArrayNode parts = JSON.createArrayNode();
        String separator = Pattern.quote(separatorAndText.path(0).asText());
        for (String part : separatorAndText.path(1).asText().split(separator)) parts.add(part);
        return parts;
    }

    private static JsonNode joined(JsonNode separatorAndParts) {
        List<String> parts = new ArrayList<>();
        separatorAndParts.path(1).forEach(part -> parts.add(part.asText()));
        return JSON.getNodeFactory()
                .textNode(String.join(separatorAndParts.path(0).asText(), parts));
    }

    private JsonNode substituted(JsonNode sub) {
        Map<String, String> known = new TreeMap<>(values);
        if (sub.isArray()) {
            sub.path(1)
                    .properties()
                    .forEach(e -> known.put(e.getKey(), resolve(e.getValue()).asText()));
        }
        String text = sub.isArray() ? sub.path(0).asText() : sub.asText();
        return JSON.getNodeFactory().textNode(VARIABLE.matcher(text).replaceAll(m -> {
            boolean literal = !m.group(1).isEmpty();
            return Matcher.quoteReplacement(literal ? "${" + m.group(2) + '}' : value(m.group(2), known));
        }));
    }

    private static JsonNode text(String name, Map<String, String> values) {
        return JSON.getNodeFactory().textNode(value(name, values));
    }

    private static String value(String name, Map<String, String> values) {
        String value = values.get(name);
        if (value == null) throw new IllegalArgumentException("no value of " + name);
        return value;
    }
}
