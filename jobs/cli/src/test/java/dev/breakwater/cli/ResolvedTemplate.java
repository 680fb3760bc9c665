package dev.breakwater.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a template as CloudFormation would fill it in. Differs from it: attributes and references of resources are
 * values too, named {@code Bucket.Arn} and {@code Alarms}.
 *
 * @param values     of parameters, pseudo parameters and what resources become
 * @param conditions whether each holds
 */
record ResolvedTemplate(Map<String, String> values, Map<String, Boolean> conditions) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^}]+)}");

    JsonNode resolve(JsonNode node) {
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
        if (node.isArray()) {
            ArrayNode all = JSON.createArrayNode();
            node.forEach(item -> all.add(resolve(item)));
            return all;
        }
        if (!node.isObject()) return node;
        ObjectNode all = JSON.createObjectNode();
        node.properties().forEach(e -> all.set(e.getKey(), resolve(e.getValue())));
        return all;
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
