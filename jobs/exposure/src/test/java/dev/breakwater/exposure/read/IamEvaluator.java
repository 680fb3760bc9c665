package dev.breakwater.exposure.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides one request by a policy, by IAM's documented evaluation logic: an explicit Deny first, then an Allow. It
 * shares no code with the class that it checks. A resource's policy names principals. A role's policy names none, and
 * decides only requests of the role.
 */
public final class IamEvaluator {

    /**
     * @param account the signer's account, empty if nobody signed
     * @param arn the signer's ARN, empty for services and if nobody signed
     * @param service the service's principal, or empty
     * @param context the values of the request, by key in lower case
     */
    public record Request(
            String account,
            String arn,
            String service,
            String action,
            String target,
            Map<String, List<String>> context) {}

    /**
     * @param each     the qualifier for keys with many values, or empty
     * @param operator without qualifier, {@code Not} and {@code IfExists}
     */
    private record Line(
            String each, String operator, boolean negated, boolean ifExists, String key, List<String> values) {

        static Line of(String name, String key, List<String> values) {
            String each = name.indexOf(':') < 0 ? "" : name.substring(0, name.indexOf(':'));
            String operator = name.substring(name.indexOf(':') + 1);
            boolean ifExists = operator.endsWith("IfExists");
            return new Line(
                    each,
                    operator.replaceFirst("IfExists$", "").replaceFirst("Not", ""),
                    operator.contains("Not"),
                    ifExists,
                    key.toLowerCase(Locale.ROOT),
                    values);
        }
    }

    /**
     * @param ofRole whether the policy names no principals
     * @param but whether all except the named principals are meant
     * @param named accounts and their people, {@code *} for everybody
     */
    private record Rule(
            boolean deny,
            boolean ofRole,
            boolean but,
            List<String> named,
            List<String> services,
            List<String> actions,
            List<String> resources,
            List<Line> lines) {}

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");
    private static final Map<String, Pattern> PATTERNS = new HashMap<>();

    private final List<Rule> rules = new ArrayList<>();

    /** The statements that apply to an action and target. */
    private final Map<String, List<Rule>> about = new HashMap<>();

    public IamEvaluator(JsonNode policy) {
        for (JsonNode s : policy.path("Statement")) {
            List<Line> lines = new ArrayList<>();
            for (Map.Entry<String, JsonNode> operator : s.path("Condition").properties()) {
                operator.getValue()
                        .properties()
                        .forEach(key -> lines.add(Line.of(operator.getKey(), key.getKey(), texts(key.getValue()))));
            }
            boolean but = s.has("NotPrincipal");
            JsonNode who = but ? s.path("NotPrincipal") : s.path("Principal");
            rules.add(new Rule(
                    s.path("Effect").asText().equals("Deny"),
                    !but && !s.has("Principal"),
                    but,
                    texts(who.isTextual() ? who : who.path("AWS")),
                    texts(who.path("Service")),
                    texts(s.path("Action")),
                    texts(s.path("Resource")),
                    lines));
        }
    }

    public boolean allows(Request request) {
        boolean allowed = false;
        for (Rule rule : about.computeIfAbsent(request.action + " " + request.target, key -> about(request))) {
            if (!applies(rule, request)) continue;
            if (rule.deny) return false;
            allowed = true;
        }
        return allowed;
    }

    private List<Rule> about(Request r) {
        return rules.stream()
                .filter(rule -> rule.actions.stream().anyMatch(a -> like(a, r.action)))
                .filter(rule -> rule.resources.stream().anyMatch(p -> like(p, r.target)))
                .toList();
    }

    private static boolean applies(Rule rule, Request r) {
        return names(rule, r) != rule.but && rule.lines.stream().allMatch(l -> condition(l, r.context.get(l.key), r));
    }

    private static boolean names(Rule rule, Request r) {
        if (rule.ofRole || rule.named.contains("*")) return true;
        if (!r.service.isEmpty()) return rule.services.contains(r.service);
        return !r.account.isEmpty()
                && rule.named.stream()
                        .anyMatch(who -> who.equals(r.account)
                                || who.equals("arn:aws:iam::" + r.account + ":root")
                                || who.equals(r.arn));
    }

    private static boolean condition(Line line, List<String> held, Request r) {
        if (line.operator.equals("Null")) return line.values.contains(String.valueOf(held == null));
        if (line.each.equals("ForAllValues"))
            return held == null || held.stream().allMatch(h -> single(line, h, r));
        if (held != null) return held.stream().anyMatch(h -> single(line, h, r));
        return line.each.isEmpty() && (line.ifExists || line.negated);
    }

    private static boolean single(Line line, String held, Request r) {
        return line.negated != line.values.stream().anyMatch(v -> matches(line.operator, resolved(v, r), held));
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

    /** Replaces variables by the request's values. A variable that the request lacks is kept, and matches nothing. */
    private static String resolved(String value, Request r) {
        if (value.indexOf('$') < 0) return value;
        String known = VARIABLE.matcher(value).replaceAll(variable -> {
            List<String> held = r.context.get(variable.group(1).toLowerCase(Locale.ROOT));
            return Matcher.quoteReplacement(held == null ? variable.group() : held.get(0));
        });
        return known.replace("${aws:ResourceAccount}", IamWorld.OWN)
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
        return PATTERNS.computeIfAbsent(pattern, IamEvaluator::regex)
                .matcher(text)
                .matches();
    }

    private static Pattern regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
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
