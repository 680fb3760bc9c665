package dev.breakwater.cli.exposure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Decides one request by a resource policy, as IAM's evaluation logic is written down: an explicit Deny first, then an
 * Allow. It shares nothing with what it is held against.
 */
final class IamEvaluator {

    /**
     * @param account the signer's, empty when nobody signed
     * @param arn     the signer, empty for services and when nobody signed
     * @param service the service's principal, or empty
     * @param context what the request holds, by key in lower case
     */
    record Request(
            String account, String arn, String service, String action, String target, Map<String, List<String>> context) {}

    private final JsonNode statements;

    IamEvaluator(JsonNode policy) {
        statements = policy.path("Statement");
    }

    boolean allows(Request request) {
        boolean allowed = false;
        for (JsonNode s : statements) {
            if (!applies(s, request)) continue;
            if (s.path("Effect").asText().equals("Deny")) return false;
            allowed = true;
        }
        return allowed;
    }

    private static boolean applies(JsonNode s, Request r) {
        return principal(s, r)
                && texts(s.path("Action")).stream().anyMatch(a -> like(a.toLowerCase(Locale.ROOT), r.action.toLowerCase(Locale.ROOT)))
                && texts(s.path("Resource")).stream().anyMatch(p -> like(p, r.target))
                && conditions(s.path("Condition"), r);
    }

    private static boolean principal(JsonNode s, Request r) {
        if (s.has("NotPrincipal")) return !named(s.path("NotPrincipal"), r);
        return named(s.path("Principal"), r);
    }

    private static boolean named(JsonNode p, Request r) {
        if (p.isTextual()) return p.asText().equals("*");
        for (String who : texts(p.path("AWS"))) {
            if (who.equals("*")) return true;
            boolean whole = who.equals(r.account) || who.equals("arn:aws:iam::" + r.account + ":root");
            if (r.service.isEmpty() && !r.account.isEmpty() && (whole || who.equals(r.arn))) return true;
        }
        return !r.service.isEmpty() && texts(p.path("Service")).contains(r.service);
    }

    private static boolean conditions(JsonNode block, Request r) {
        for (Map.Entry<String, JsonNode> operator : block.properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                List<String> held = r.context.get(key.getKey().toLowerCase(Locale.ROOT));
                if (!condition(operator.getKey(), texts(key.getValue()), held, r)) return false;
            }
        }
        return true;
    }

    private static boolean condition(String name, List<String> values, List<String> held, Request r) {
        if (name.equals("Null")) return values.contains(String.valueOf(held == null));
        if (name.startsWith("ForAllValues:")) {
            String each = name.substring("ForAllValues:".length());
            return held == null || held.stream().allMatch(h -> single(each, values, h, r));
        }
        if (name.startsWith("ForAnyValue:")) {
            String each = name.substring("ForAnyValue:".length());
            return held != null && held.stream().anyMatch(h -> single(each, values, h, r));
        }
        if (held != null) return held.stream().anyMatch(h -> single(name, values, h, r));
        return name.endsWith("IfExists") || name.contains("Not");
    }

    private static boolean single(String name, List<String> values, String held, Request r) {
        String operator = name.replaceAll("IfExists$", "");
        boolean negated = operator.contains("Not");
        String plain = operator.replace("Not", "");
        return negated != values.stream().map(v -> resolved(v, r)).anyMatch(v -> matches(plain, v, held));
    }

    private static boolean matches(String operator, String value, String held) {
        return switch (operator) {
            case "StringEquals" -> value.equals(held);
            case "StringEqualsIgnoreCase", "Bool" -> value.equalsIgnoreCase(held);
            case "StringLike" -> like(value, held);
            case "ArnEquals", "ArnLike" -> arnLike(value, held);
            case "IpAddress" -> inRange(value, held);
            default -> throw new AssertionError(operator);
        };
    }

    /** The two variables that the drawn policies use. */
    private static String resolved(String value, Request r) {
        return value.replace("${aws:ResourceAccount}", IamWorld.OWN)
                .replace("${aws:PrincipalAccount}", r.account.isEmpty() ? "nobody" : r.account);
    }

    private static boolean arnLike(String pattern, String arn) {
        String[] patterns = pattern.split(":", 6);
        String[] parts = arn.split(":", 6);
        if (patterns.length != parts.length) return false;
        for (int i = 0; i < parts.length; i++) if (!like(patterns[i], parts[i])) return false;
        return true;
    }

    private static boolean like(String pattern, String text) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
    }

    private static boolean inRange(String cidr, String address) {
        String[] part = cidr.split("/");
        int bits = part.length < 2 ? 32 : Integer.parseInt(part[1]);
        return bits == 0 || number(part[0]) >>> 32 - bits == number(address) >>> 32 - bits;
    }

    private static long number(String address) {
        long number = 0;
        for (String octet : address.split("\\.")) number = number << 8 | Integer.parseInt(octet);
        return number;
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isTextual()) texts.add(node.asText());
        else node.forEach(n -> texts.add(n.asText()));
        return texts;
    }
}
