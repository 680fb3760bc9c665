package dev.breakwater.exposure.iam;

import dev.breakwater.exposure.iam.ConditionEvaluation.Truth;
import java.util.Locale;
import java.util.Map;

/**
 * A condition operator, parsed from its IAM name. Names are not case-sensitive.
 *
 * @param family   the compared values; {@link Family#OTHER} if this code does not compare them
 * @param negated true for {@code StringNotEquals}, {@code NotIpAddress} and similar operators
 * @param ifExists whether a request without the key passes
 * @param set the qualifier for keys with many values
 */
record Operator(Family family, boolean negated, boolean ifExists, Set set) {

    enum Family {
        /** Texts without wildcards. */
        STRING,
        /** Texts with {@code *} and {@code ?}. */
        STRING_LIKE,
        /** ARNs, which are compared part by part, with {@code *} and {@code ?}. ArnEquals is the same as ArnLike. */
        ARN,
        BOOL,
        IP,
        /** {@code Null}: whether the key is absent. */
        NULL,
        /** Numbers, dates, bytes and unknown operators, which are not compared. */
        OTHER
    }

    enum Set {
        /** No qualifier. */
        NONE,
        /** An operator that no value can meet. */
        ALL,
        /** The qualifier ForAnyValue. A request without the key does not pass. */
        ANY
    }

    private static final Operator UNKNOWN = new Operator(Family.OTHER, false, false, Set.NONE);
    private static final String IF_EXISTS = "ifexists";

    /** Operators by name, without qualifier and suffix. */
    private static final Map<String, Operator> PLAIN = Map.ofEntries(
            plain("stringequals", Family.STRING, false),
            plain("stringnotequals", Family.STRING, true),
            plain("stringequalsignorecase", Family.STRING, false),
            plain("stringnotequalsignorecase", Family.STRING, true),
            plain("stringlike", Family.STRING_LIKE, false),
            plain("stringnotlike", Family.STRING_LIKE, true),
            plain("arnequals", Family.ARN, false),
            plain("arnlike", Family.ARN, false),
            plain("arnnotequals", Family.ARN, true),
            plain("arnnotlike", Family.ARN, true),
            plain("bool", Family.BOOL, false),
            plain("ipaddress", Family.IP, false),
            plain("notipaddress", Family.IP, true),
            plain("null", Family.NULL, false));

    /** Returns the operator with this name. An unknown name belongs to the family OTHER. */
    static Operator of(String name) {
        String text = name.toLowerCase(Locale.ROOT);
        Set set = text.startsWith("forallvalues:") ? Set.ALL : text.startsWith("foranyvalue:") ? Set.ANY : Set.NONE;
        if (set != Set.NONE) text = text.substring(text.indexOf(':') + 1);
        boolean ifExists = text.endsWith(IF_EXISTS);
        if (ifExists) text = text.substring(0, text.length() - IF_EXISTS.length());
        Operator plain = PLAIN.getOrDefault(text, UNKNOWN);
        return new Operator(plain.family, plain.negated, ifExists, set);
    }

    /** Returns whether {@code *} and {@code ?} in a value are wildcards. */
    boolean wild() {
        return family == Family.STRING_LIKE || family == Family.ARN;
    }

    /** Returns whether a request without the key meets the condition. */
    Truth absent() {
        // sources disagree about ForAnyValue with IfExists, because AWS refuses what its documentation allows
        if (set == Set.ANY) return ifExists ? Truth.EITHER : Truth.FAILS;
        return set == Set.ALL || ifExists || negated ? Truth.HOLDS : Truth.FAILS;
    }

    private static Map.Entry<String, Operator> plain(String name, Family family, boolean negated) {
        return Map.entry(name, new Operator(family, negated, false, Set.NONE));
    }
}
