package dev.breakwater.exposure.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.exposure.iam.ResourcePolicy.Grant;
import dev.breakwater.exposure.iam.Statement;
import dev.breakwater.exposure.iam.Statement.Condition;
import dev.breakwater.exposure.iam.Statement.Principals;
import dev.breakwater.exposure.iam.Statement.Principals.Whom;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a policy document. A statement that cannot be understood is reported as a problem. A statement with a problem
 * never counts as a statement that allows nothing.
 *
 * @param statements the statements that were understood
 * @param problems one line for each statement that was not understood
 */
record PolicyJson(List<Statement> statements, List<String> problems) {

    /** Lambda's own limit, which is higher than IAM's. */
    private static final int LONGEST_BYTES = 20 * 1024;

    private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
    private static final int DEEPEST = 32;

    private static final Set<String> ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");

    /** Matches an account, its root, a user, a role, a session, or the id of a deleted principal. */
    private static final Pattern AWS_PRINCIPAL = Pattern.compile("\\d{12}|A[A-Z0-9]{15,127}"
            + "|arn:aws[a-z-]*:iam::(\\d{12}|cloudfront):(root|(user|role)/[^*?${}]+)"
            + "|arn:aws[a-z-]*:sts::\\d{12}:(assumed-role|federated-user)/[^*?${}]+");

    /** Matches services like {@code s3.amazonaws.com} and {@code alexa-appkit.amazon.com}. */
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9][a-z0-9-]*(\\.[a-z0-9-]+)+");

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Thrown if a statement violates IAM's grammar. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** Reads a resource's policy. Every statement in it must have a principal. */
    static PolicyJson ofResource(String document) {
        PolicyJson policy = read(document);
        List<String> problems = new ArrayList<>(policy.problems);
        if (policy.statements.stream().anyMatch(s -> s.principals().none()))
            problems.add("a statement has no principal");
        return new PolicyJson(policy.statements, problems);
    }

    static PolicyJson read(String document) {
        if (document.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES)
            return unreadable("it is longer than 20 KB");
        JsonNode root;
        try {
            root = JSON.readTree(document);
        } catch (JsonProcessingException e) {
            return unreadable("it is not JSON, contains a key twice, or is nested too deeply");
        }
        JsonNode found = root.path("Statement");
        if (!root.isObject() || !found.isArray() && !found.isObject()) return unreadable("it has no Statement");
        if (root.has("Version") && !VERSIONS.contains(root.path("Version").asText()))
            return unreadable("its version is unknown");
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
        if (!s.isObject()) throw new Malformed("it is not an object");
        String effect = s.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) throw new Malformed("Effect is neither Allow nor Deny");
        // ignoring an unknown element only makes an Allow wider, which is safe, but it could make a Deny close an open
        // entry point
        boolean whole = s.properties().stream().map(Map.Entry::getKey).allMatch(ELEMENTS::contains);
        if (effect.equals("Deny") && !whole) throw new Malformed("a Deny has an unknown element");
        return new Statement(
                s.path("Sid").asText(),
                effect.equals("Allow"),
                principals(s),
                grant(s),
                conditions(s.get("Condition")));
    }

    private static Grant grant(JsonNode s) throws Malformed {
        boolean notActions = s.has("NotAction");
        if (notActions == s.has("Action")) throw new Malformed("it must have either Action or NotAction");
        boolean notResources = s.has("NotResource");
        if (notResources && s.has("Resource")) throw new Malformed("it has both Resource and NotResource");
        JsonNode resources = notResources ? s.get("NotResource") : s.get("Resource");
        return new Grant(
                texts(notActions ? s.get("NotAction") : s.get("Action"), "Action"),
                notActions,
                resources == null ? List.of() : texts(resources, "Resource"),
                notResources);
    }

    private static Principals principals(JsonNode s) throws Malformed {
        if (!s.has("NotPrincipal")) return s.has("Principal") ? named(s.get("Principal")) : Principals.nobody();
        if (s.has("Principal")) throw new Malformed("it has both Principal and NotPrincipal");
        Principals but = named(s.get("NotPrincipal"));
        if (but.everyone()) throw new Malformed("it admits nobody, because NotPrincipal is everybody");
        return new Principals(Whom.ALL_BUT, but.aws(), but.services(), but.federated());
    }

    private static Principals named(JsonNode p) throws Malformed {
        List<String> aws = new ArrayList<>();
        List<String> services = new ArrayList<>();
        List<String> federated = new ArrayList<>();
        if (!p.isObject()) aws.addAll(texts(p, "Principal"));
        for (Map.Entry<String, JsonNode> e : p.properties()) {
            List<String> into = switch (e.getKey()) {
                case "AWS", "*" -> aws;
                case "Service" -> services;
                case "Federated", "CanonicalUser" -> federated;
                default -> throw new Malformed("Principal is of an unknown kind");
            };
            into.addAll(texts(e.getValue(), "Principal"));
        }
        boolean everyone = aws.removeIf("*"::equals) | services.removeIf("*"::equals) | federated.removeIf("*"::equals);
        if (!aws.stream().allMatch(AWS_PRINCIPAL.asMatchPredicate())
                || !services.stream().allMatch(SERVICE.asMatchPredicate()))
            throw new Malformed("the form of Principal is unknown");
        return new Principals(
                everyone ? Whom.EVERYONE : Whom.NAMED, List.copyOf(aws), List.copyOf(services), List.copyOf(federated));
    }

    private static List<Condition> conditions(JsonNode block) throws Malformed {
        List<Condition> conditions = new ArrayList<>();
        if (block == null) return conditions;
        if (!block.isObject()) throw new Malformed("Condition is not an object");
        for (Map.Entry<String, JsonNode> operator : block.properties()) {
            if (!operator.getValue().isObject())
                throw new Malformed("Condition " + operator.getKey() + " is not an object");
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                conditions.add(new Condition(operator.getKey(), key.getKey(), texts(key.getValue(), "Condition")));
            }
        }
        return conditions;
    }

    /** Returns the values of a value or a list. */
    private static List<String> texts(JsonNode node, String element) throws Malformed {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : node.isArray() ? node : List.of(node)) {
            if (!value.isValueNode() || value.isNull())
                throw new Malformed(element + " contains values that are not text");
            texts.add(value.asText());
        }
        return texts;
    }
}
