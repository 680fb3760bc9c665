package dev.breakwater.exposure.iam;

import dev.breakwater.exposure.iam.Statement.Condition;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Whether conditions can be met by a kind of caller on a way in: the table of {@code docs/exposure.md}. Conditions are
 * judged one by one, and whatever is not known of one counts against closing the way in.
 *
 * @param action the action that is asked for
 * @param own    the function's account
 */
record ConditionEvaluation(Caller caller, EntryKind kind, String action, String own) {

    /** Whether some request may meet all of them: an Allow under them may let the caller in. */
    boolean mayMeet(List<Condition> allow) {
        boolean ownBuckets = !sayWhoseSource(allow);
        // an Allow that names several listed services is evaluated for each of them
        return allow.stream()
                .allMatch(c -> truth(c, ownBuckets, service -> true).canHold());
    }

    /** Whether every request that an Allow under the first lets in meets all of the second: a Deny that takes it back. */
    boolean mustMeet(List<Condition> allow, List<Condition> deny) {
        boolean ownBuckets = !sayWhoseSource(allow) && !sayWhoseSource(deny);
        return deny.stream()
                .noneMatch(
                        c -> truth(c, ownBuckets, KnownService::ofAccountAlone).canFail());
    }

    /** A bucket's ARN has no account: it counts as ours, unless something says whose it is. */
    private static boolean sayWhoseSource(List<Condition> conditions) {
        return conditions.stream()
                .map(c -> ConditionKey.of(c.key()))
                .anyMatch(key -> key == ConditionKey.SOURCE_ACCOUNT || key == ConditionKey.SOURCE_ORGANISATION);
    }

    /**
     * @param ownBuckets whether a bucket counts as this account's
     * @param settled    services that do not count as carriers here
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

    /** Whether the operator applies to keys of this kind; AWS's behaviour with another is unknown. */
    private static boolean compares(Operator operator, ConditionKey key) {
        return switch (operator.family()) {
            case STRING, STRING_LIKE -> true;
            case ARN -> key.arn();
            case IP -> key == ConditionKey.ADDRESS;
            case BOOL -> key == ConditionKey.IS_SERVICE || key == ConditionKey.BY_URL;
            default -> false;
        };
    }

    /** {@code Null}: "true" is passed without the key, "false" with it. */
    private static Truth absence(List<String> values, ContextValue held) {
        boolean without = values.stream().anyMatch("true"::equalsIgnoreCase);
        boolean with = values.stream().anyMatch("false"::equalsIgnoreCase);
        if (without == with) return Truth.EITHER;
        return new Truth(without ? held.mayLack() : held.mayHave(), without ? held.mayHave() : held.mayLack());
    }

    /** Whether one of the values may, and whether none may, match the request's. */
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
        return value.contains("${")
                || Wildcard.matches(value.toLowerCase(Locale.ROOT), constant.toLowerCase(Locale.ROOT));
    }

    private static boolean mustBe(Operator operator, String value, String constant) {
        if (operator.family() == Operator.Family.BOOL) return value.equalsIgnoreCase(constant);
        return value.equals(constant) || operator.wild() && Wildcard.matches(value, constant);
    }

    /**
     * Whether a condition can hold and can fail, over all requests that a kind of caller can make.
     *
     * @param canHold whether a request may pass it
     * @param canFail whether a request may fail it
     */
    record Truth(boolean canHold, boolean canFail) {

        static final Truth HOLDS = new Truth(true, false);
        static final Truth FAILS = new Truth(false, true);
        static final Truth EITHER = new Truth(true, true);
        /** A condition that no request can meet or fail. */
        static final Truth NEVER = new Truth(false, false);

        /** Over the requests of both. */
        Truth or(Truth other) {
            return new Truth(canHold || other.canHold, canFail || other.canFail);
        }

        Truth not() {
            return new Truth(canFail, canHold);
        }
    }
}
