package dev.breakwater.core.exposure;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a condition keeps strangers out: it holds the caller to a source ARN, a source account, an organisation or a
 * principal's account. A condition that is passed when the key is absent, or by everything, does not.
 */
final class Narrowing {

    private static final Set<String> KEYS = Set.of(
            "aws:sourcearn",
            "aws:sourceaccount",
            "aws:sourceorgid",
            "aws:sourceorgpaths",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:principalaccount",
            "aws:principalarn");
    private static final Set<String> POSITIVE =
            Set.of("stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike");
    private static final Set<String> NEGATIVE =
            Set.of("stringnotequals", "stringnotequalsignorecase", "stringnotlike", "arnnotequals", "arnnotlike");
    private static final String ANY_VALUE = "foranyvalue:";

    private Narrowing() {}

    /** Whether an Allow under these conditions is closed to strangers. */
    static boolean narrows(List<Condition> allow) {
        return allow.stream().anyMatch(c -> names(c, POSITIVE));
    }

    /** Whether a Deny for everyone under these conditions shuts all strangers out: it is for all but some that are named. */
    static boolean shutsOut(List<Condition> deny) {
        return deny.isEmpty() || deny.size() == 1 && names(deny.get(0), NEGATIVE);
    }

    private static boolean names(Condition condition, Set<String> operators) {
        String operator = condition.operator().toLowerCase(Locale.ROOT);
        if (operator.startsWith(ANY_VALUE)) operator = operator.substring(ANY_VALUE.length());
        String key = condition.key().toLowerCase(Locale.ROOT);
        return operators.contains(operator)
                && KEYS.contains(key)
                && !condition.values().isEmpty()
                && condition.values().stream().allMatch(Narrowing::namesSomebody);
    }

    /** {@code arn:aws:*} is everybody. */
    private static boolean namesSomebody(String value) {
        return Wildcard.namesSomething(value.replaceFirst("^arn(:(aws[a-z-]*|\\*))?(:|$)", ""));
    }
}
