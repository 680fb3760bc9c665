package dev.breakwater.cli.exposure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.core.exposure.Condition;
import dev.breakwater.core.exposure.Grant;
import dev.breakwater.core.exposure.Principals;
import dev.breakwater.core.exposure.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a policy document. A statement that is not understood is a problem and never taken for one that allows nothing.
 *
 * @param statements those that were understood
 * @param problems   what was not, one line each
 */
record PolicyJson(List<Statement> statements, List<String> problems) {

    private static final int LONGEST = 1 << 20;
    private static final int DEEPEST = 32;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** A statement that is not as IAM's grammar has it. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    static PolicyJson read(String document) {
        if (document.length() > LONGEST) return unreadable("longer than " + LONGEST + " characters");
        JsonNode root;
        try {
            root = JSON.readTree(document);
        } catch (JsonProcessingException e) {
            return unreadable("not JSON, or with a key twice, or too deep");
        }
        JsonNode found = root.path("Statement");
        if (!root.isObject() || !found.isArray() && !found.isObject()) return unreadable("no Statement");
        List<Statement> statements = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (JsonNode statement : found.isArray() ? found : List.of(found)) {
            try {
                statements.add(statement(statement));
            } catch (Malformed e) {
                problems.add("statement " + (statements.size() + problems.size() + 1) + ": " + e.getMessage());
            }
        }
        return new PolicyJson(statements, problems);
    }

    private static PolicyJson unreadable(String why) {
        return new PolicyJson(List.of(), List.of(why));
    }

    private static Statement statement(JsonNode s) throws Malformed {
        if (!s.isObject()) throw new Malformed("no object");
        String effect = s.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) throw new Malformed("Effect is neither Allow nor Deny");
        return new Statement(
                s.path("Sid").asText(),
                effect.equals("Allow"),
                principals(s),
                grant(s),
                conditions(s.get("Condition")));
    }

    private static Grant grant(JsonNode s) throws Malformed {
        boolean notActions = s.has("NotAction");
        if (notActions == s.has("Action")) throw new Malformed("needs one of Action and NotAction");
        boolean notResources = s.has("NotResource");
        if (notResources && s.has("Resource")) throw new Malformed("has both Resource and NotResource");
        JsonNode resources = notResources ? s.get("NotResource") : s.get("Resource");
        return new Grant(
                texts(notActions ? s.get("NotAction") : s.get("Action"), "Action"),
                notActions,
                resources == null ? List.of() : texts(resources, "Resource"),
                notResources);
    }

    /** "All but these" is everyone: who is left out does not make it private. */
    private static Principals principals(JsonNode s) throws Malformed {
        if (s.has("NotPrincipal")) {
            if (s.has("Principal")) throw new Malformed("has both Principal and NotPrincipal");
            return new Principals(true, List.of(), List.of(), List.of());
        }
        JsonNode p = s.get("Principal");
        if (p == null) return Principals.nobody();
        if (!p.isObject()) return of(texts(p, "Principal"), List.of(), List.of());
        List<String> aws = new ArrayList<>();
        List<String> services = new ArrayList<>();
        List<String> federated = new ArrayList<>();
        for (Map.Entry<String, JsonNode> e : p.properties()) {
            List<String> into = switch (e.getKey()) {
                case "AWS", "*" -> aws;
                case "Service" -> services;
                case "Federated", "CanonicalUser" -> federated;
                default -> throw new Malformed("Principal of an unknown kind");
            };
            into.addAll(texts(e.getValue(), "Principal"));
        }
        return of(aws, services, federated);
    }

    private static Principals of(List<String> aws, List<String> services, List<String> federated) {
        List<String> named = aws.stream().filter(who -> !who.equals("*")).toList();
        return new Principals(aws.contains("*"), named, List.copyOf(services), List.copyOf(federated));
    }

    private static List<Condition> conditions(JsonNode block) throws Malformed {
        List<Condition> conditions = new ArrayList<>();
        if (block == null) return conditions;
        if (!block.isObject()) throw new Malformed("Condition is no object");
        for (Map.Entry<String, JsonNode> operator : block.properties()) {
            if (!operator.getValue().isObject())
                throw new Malformed("Condition " + operator.getKey() + " is no object");
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                conditions.add(new Condition(operator.getKey(), key.getKey(), texts(key.getValue(), "Condition")));
            }
        }
        return conditions;
    }

    /** A value or a list of values. */
    private static List<String> texts(JsonNode node, String element) throws Malformed {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : node.isArray() ? node : List.of(node)) {
            if (!value.isValueNode() || value.isNull())
                throw new Malformed(element + " holds something else than texts");
            texts.add(value.asText());
        }
        return texts;
    }
}
