package dev.breakwater.exposure.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The reasons why a verdict may be wider than IAM's own, from {@code docs/exposure.md}. The most specific reason comes
 * first.
 */
enum WiderReason {
    ONE_PERMISSION_AWAY("a URL that lacks one permission", d -> d.oneAway),
    ANY_SERVICE("any service for any account is anybody", d -> d.anyService),
    WILDCARD("a wildcard under an operator that takes none", d -> d.any(c -> c.wild() && c.plainOperator())),
    VARIABLE("a variable", d -> d.any(c -> c.values.contains("${aws:PrincipalAccount}"))),
    REACH("a wildcard that may reach over colons", d -> d.any(c -> c.key.endsWith("Arn") && c.like() && c.wild())),
    QUALIFIER("ForAnyValue with IfExists", d -> d.any(c -> c.operator.matches("ForAnyValue:.*IfExists"))),
    NOT_FOLLOWED(
            "a key that may be absent, or anything",
            d -> d.any(c -> c.operator.equals("Null") || c.unsure() || d.service && c.ofCaller())),
    ALL_BUT("an Allow for all but some is one for everybody", d -> d.allBut),
    NAMED_DENY("a Deny for some accounts or for all but some", d -> d.namedDeny),
    NAMED_ACCOUNT("which account the principal names is not followed into the conditions", d -> d.account),
    ONE_BY_ONE("conditions judged one by one", d -> d.several),
    CARRIER("a service that may act for strangers is unknown whatever the conditions", d -> d.carrier),
    PATTERN(
            "a pattern that nobody in this world fits",
            d -> d.any(c -> c.wild() || c.operator.contains("NotIpAddress"))),
    RESOURCE("an Allow counts whichever of the names it is for, and a Deny has to be for all of them", d -> d.names);

    private final String text;
    private final Predicate<Drawn> applies;

    WiderReason(String text, Predicate<Drawn> applies) {
        this.text = text;
        this.applies = applies;
    }

    /** Returns all reasons as a list in Markdown. */
    static String list() {
        StringBuilder list = new StringBuilder();
        for (WiderReason reason : values())
            list.append("- ").append(reason.text).append('\n');
        return list.toString();
    }

    /**
     * Returns the reason as text. Empty if there is none.
     *
     * @param oneAway whether the verdict comes from a URL without a signature, or from a URL that needs only its own
     *     action
     * @param anyService whether the verdict comes from services that act for anybody
     */
    static String of(boolean oneAway, boolean anyService, Collection<JsonNode> documents) {
        Drawn drawn = new Drawn(oneAway, anyService, documents);
        for (WiderReason reason : values()) if (reason.applies.test(drawn)) return reason.text;
        return "";
    }

    /** One line of a condition. */
    private record Line(String operator, String key, List<String> values) {

        boolean wild() {
            return values.stream().anyMatch(v -> v.indexOf('*') >= 0);
        }

        boolean like() {
            return operator.contains("Like") && operator.contains("String");
        }

        boolean plainOperator() {
            return operator.contains("Equals") && operator.contains("String");
        }

        boolean unsure() {
            return key.startsWith("lambda:")
                    || key.startsWith("aws:PrincipalTag/")
                    || key.equals("aws:PrincipalServiceName");
        }

        boolean ofCaller() {
            return key.startsWith("aws:Principal") || key.matches("aws:Source(Ip|Vpce?)");
        }
    }

    /** The parts of a drawn policy. */
    private static final class Drawn {

        private final boolean oneAway;
        private final boolean anyService;
        private final boolean several;
        private final boolean namedDeny;
        private final boolean carrier;
        private final boolean names;
        private final boolean service;
        private final boolean allBut;
        private final boolean account;
        private final List<Line> lines = new ArrayList<>();

        Drawn(boolean oneAway, boolean anyService, Collection<JsonNode> documents) {
            this.oneAway = oneAway;
            this.anyService = anyService;
            boolean many = false;
            boolean named = false;
            String text = documents.toString();
            account = text.matches(".*\"Principal\":\\{\"AWS\":\"[^*].*\"Condition\".*");
            allBut = text.contains("NotPrincipal");
            service = text.contains("\"Principal\":{\"Service\"");
            carrier = IamWorld.CARRIERS.stream().anyMatch(name -> text.contains(name + "."));
            List<JsonNode> statements = new ArrayList<>();
            documents.forEach(document -> document.path("Statement").forEach(statements::add));
            names = documents.size() > 1
                    || text.contains("\"" + IamWorld.ALIAS + "\"")
                    || statements.stream()
                                    .map(s -> s.path("Resource"))
                                    .distinct()
                                    .count()
                            > 1;
            for (JsonNode s : statements) {
                if (!s.path("Action").toString().matches(".*(Invoke|execute-api).*")) continue;
                int before = lines.size();
                for (Map.Entry<String, JsonNode> operator : s.path("Condition").properties()) {
                    operator.getValue().properties().forEach(key -> lines.add(line(operator.getKey(), key)));
                }
                boolean deny = s.path("Effect").asText().equals("Deny");
                named |= deny && !s.path("Principal").asText().equals("*");
                many |= lines.size() - before > (deny ? 0 : 1);
            }
            several = many;
            namedDeny = named;
        }

        boolean any(Predicate<Line> line) {
            return lines.stream().anyMatch(line);
        }

        private static Line line(String operator, Map.Entry<String, JsonNode> key) {
            List<String> values = new ArrayList<>();
            key.getValue().forEach(v -> values.add(v.asText()));
            return new Line(operator, key.getKey(), values);
        }
    }
}
