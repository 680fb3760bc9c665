package dev.breakwater.exposure.iam;

import dev.breakwater.exposure.iam.Caller.ContextValue;
import dev.breakwater.exposure.iam.Statement.Condition;
import dev.breakwater.model.Glob;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether a kind of caller can meet the conditions of an entry point, as in the table of
 * {@code docs/exposure.md}. Each condition is judged alone. If anything about a condition is unknown, the entry point
 * counts as open.
 *
 * @param action the requested action
 * @param own    the function's account
 */
record ConditionEvaluation(Caller caller, EntryKind kind, String action, String own) {

    /**
     * Returns whether some request may meet all conditions. In that case, an Allow with these conditions may admit the
     * caller.
     */
    boolean mayMeet(List<Condition> allow) {
        boolean ownBuckets = !sayWhoseSource(allow);
        // an Allow that names several listed services is evaluated for each of them
        return allow.stream()
                .allMatch(c -> truth(c, ownBuckets, service -> true).canHold());
    }

    /**
     * Returns whether a Deny with the second conditions cancels an Allow with the first conditions. A Deny cancels an
     * Allow if every request that meets the conditions of the Allow also meets the conditions of the Deny.
     */
    boolean mustMeet(List<Condition> allow, List<Condition> deny) {
        boolean ownBuckets = !sayWhoseSource(allow) && !sayWhoseSource(deny);
        return deny.stream()
                .noneMatch(
                        c -> truth(c, ownBuckets, KnownService::ofAccountAlone).canFail());
    }

    /**
     * Returns whether a bucket counts as the account's own. A bucket's ARN contains no account. The bucket therefore
     * counts as the account's own, except if another condition names the bucket's owner.
     */
    private static boolean sayWhoseSource(List<Condition> conditions) {
        return conditions.stream()
                .map(c -> ConditionKey.of(c.key()))
                .anyMatch(key -> key == ConditionKey.SOURCE_ACCOUNT || key == ConditionKey.SOURCE_ORGANISATION);
    }

    /**
     * @param ownBuckets whether a bucket counts as this account's
     * @param settled    services that do not count here as forwarding strangers' requests
     */
    private Truth truth(Condition condition, boolean ownBuckets, Predicate<KnownService> settled) {
        Operator operator = Operator.of(condition.operator());
        ConditionKey key = ConditionKey.of(condition.key());
        List<String> values = condition.values();
        ContextValue byKind = kind.held(key, action);
        ContextValue held = byKind == null ? caller.held(key) : byKind;
        if (operator.family() == Operator.Family.NULL) return absence(values, held);
        if (values.isEmpty() || !compares(operator, key)) return Truth.EITHER;
        Truth truth = held.mayLack() ? operator.absent() : Truth.NEVER;
        if (!held.mayHave()) return truth;
        Truth match = match(operator, key, values, held, ownBuckets, settled);
        return truth.or(operator.negated() ? match.not() : match);
    }

    /**
     * Returns whether the operator applies to keys of this kind. For other kinds of keys, AWS's behaviour is unknown.
     */
    private static boolean compares(Operator operator, ConditionKey key) {
        return switch (operator.family()) {
            case STRING, STRING_LIKE -> true;
            case ARN -> key.arn();
            case IP -> key == ConditionKey.ADDRESS;
            case BOOL -> key == ConditionKey.IS_SERVICE || key == ConditionKey.BY_URL;
            default -> false;
        };
    }

    /** {@code Null}: a request without the key meets "true", and a request with the key meets "false". */
    private static Truth absence(List<String> values, ContextValue held) {
        boolean without = values.stream().anyMatch("true"::equalsIgnoreCase);
        boolean with = values.stream().anyMatch("false"::equalsIgnoreCase);
        if (without == with) return Truth.EITHER;
        return new Truth(without ? held.mayLack() : held.mayHave(), without ? held.mayHave() : held.mayLack());
    }

    /**
     * Returns whether the request's value may match one of the values, and whether the request's value may differ from
     * all values.
     */
    private Truth match(
            Operator operator,
            ConditionKey key,
            List<String> values,
            ContextValue held,
            boolean ownBuckets,
            Predicate<KnownService> settled) {
        Predicate<String> may = switch (held.value()) {
            case ANY -> value -> true;
            case CONSTANT -> value -> mayBe(value, held.constant());
            case OUTSIDE -> value -> !fixed(operator, key, value, values);
            case UNLISTED ->
                value ->
                        KnownService.named(key, value, operator).filter(settled).isEmpty();
            case NAMED -> value -> !ConditionKey.ours(value, own) && !(ownBuckets && ConditionKey.bucket(value));
        };
        Predicate<String> must = switch (held.value()) {
            case CONSTANT -> value -> mustBe(operator, value, held.constant());
            default -> value -> operator.family() == Operator.Family.STRING_LIKE && value.matches("\\*+");
        };
        return new Truth(values.stream().anyMatch(may), values.stream().noneMatch(must));
    }

    private static boolean fixed(Operator operator, ConditionKey key, String value, List<String> values) {
        return operator.family() == Operator.Family.IP ? IpRanges.narrow(values) : key.fixed(value, operator);
    }

    private static boolean mayBe(String value, String constant) {
        return value.contains("${") || Glob.matches(value.toLowerCase(Locale.ROOT), constant.toLowerCase(Locale.ROOT));
    }

    private static boolean mustBe(Operator operator, String value, String constant) {
        if (operator.family() == Operator.Family.BOOL) return value.equalsIgnoreCase(constant);
        return value.equals(constant) || operator.wild() && Glob.matches(value, constant);
    }

    /**
     * Two facts about a condition and a kind of caller: whether some request can meet the condition, and whether some
     * request can fail it.
     *
     * @param canHold whether a request may meet the condition
     * @param canFail whether a request may fail the condition
     */
    record Truth(boolean canHold, boolean canFail) {

        static final Truth HOLDS = new Truth(true, false);
        static final Truth FAILS = new Truth(false, true);
        static final Truth EITHER = new Truth(true, true);
        /** A condition that no request can meet or fail. */
        static final Truth NEVER = new Truth(false, false);

        /** Returns the result over the requests of both callers. */
        Truth or(Truth other) {
            return new Truth(canHold || other.canHold, canFail || other.canFail);
        }

        Truth not() {
            return new Truth(/* canHold= */ canFail, /* canFail= */ canHold);
        }
    }

    /**
     * Judges IP address ranges in IAM's notation. Private ranges always narrow an Allow. Public ranges narrow an Allow
     * only if there are at most sixteen, each at most a /24 of IPv4 or a /48 of IPv6. In wider ranges, anybody can rent
     * an address.
     */
    static final class IpRanges {

        private static final String OCTET = "(0|[1-9]\\d{0,2})";
        private static final Pattern V4 =
                Pattern.compile(OCTET + "\\." + OCTET + "\\." + OCTET + "\\." + OCTET + "(?:/(\\d{1,2}))?");
        private static final Pattern V6 = Pattern.compile("([0-9a-fA-F:]*:[0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");
        private static final int V4_BITS = 32;
        private static final int V6_BITS = 128;
        private static final BigInteger V4_MOST = BigInteger.TWO.pow(V4_BITS - 24);
        private static final BigInteger V6_MOST = BigInteger.TWO.pow(V6_BITS - 48);
        private static final BigInteger RANGES_MOST = BigInteger.valueOf(16);

        /** The private ranges of RFC 1918 and RFC 6598, each with its first address and prefix. */
        private static final long[][] PRIVATE_V4 = {
            {0x0A000000L, 8}, {0xAC100000L, 12}, {0xC0A80000L, 16}, {0x64400000L, 10}
        };

        /** RFC 4193: {@code fc00::/7}. */
        private static final Pattern PRIVATE_V6 = Pattern.compile("(?i)f[cd][0-9a-f]{2}:.*");

        private static final int PRIVATE_V6_PREFIX = 7;

        /** The public range {@code 2000::/3}. Some blocks outside this range contain all addresses of version 4. */
        private static final Pattern GLOBAL_V6 = Pattern.compile("[23][0-9a-fA-F]{3}:.*");

        private IpRanges() {}

        /** Returns whether all values are ranges, and together have few addresses. */
        static boolean narrow(List<String> ranges) {
            BigInteger v4 = BigInteger.ZERO;
            BigInteger v6 = BigInteger.ZERO;
            for (String range : ranges) {
                Matcher four = V4.matcher(range);
                Matcher six = V6.matcher(range);
                if (four.matches()) {
                    BigInteger size = publicV4(four);
                    if (size.compareTo(V4_MOST) > 0) return false;
                    v4 = v4.add(size);
                } else if (six.matches()) {
                    BigInteger size = publicV6(six);
                    if (size.compareTo(V6_MOST) > 0) return false;
                    v6 = v6.add(size);
                } else {
                    return false;
                }
            }
            return v4.compareTo(V4_MOST.multiply(RANGES_MOST)) <= 0 && v6.compareTo(V6_MOST.multiply(RANGES_MOST)) <= 0;
        }

        /** Returns the number of public addresses in a range. The value is 0 for a private range. */
        private static BigInteger publicV4(Matcher range) {
            long address = 0;
            for (int octet = 1; octet <= 4; octet++) address = address << 8 | Long.parseLong(range.group(octet));
            int prefix = prefix(range.group(5), V4_BITS);
            for (long[] network : PRIVATE_V4) {
                long hosts = V4_BITS - network[1];
                if (prefix >= network[1] && address >> hosts == network[0] >> hosts) return BigInteger.ZERO;
            }
            return BigInteger.TWO.pow(V4_BITS - prefix);
        }

        private static BigInteger publicV6(Matcher range) {
            int prefix = prefix(range.group(2), V6_BITS);
            String address = range.group(1);
            if (prefix >= PRIVATE_V6_PREFIX && PRIVATE_V6.matcher(address).matches()) return BigInteger.ZERO;
            return BigInteger.TWO.pow(GLOBAL_V6.matcher(address).matches() ? V6_BITS - prefix : V6_BITS);
        }

        /** Returns the size of a prefix. A prefix that is too long counts as one address. */
        private static int prefix(String prefix, int bits) {
            return prefix == null ? bits : Math.min(bits, Integer.parseInt(prefix));
        }
    }
}
