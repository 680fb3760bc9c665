package dev.breakwater.exposure.iam;

import dev.breakwater.exposure.iam.ConditionEvaluation.Truth;
import dev.breakwater.exposure.iam.ResourcePolicy.Grant;
import java.util.List;

/**
 * A statement of a policy.
 *
 * @param sid        name of the statement, or empty
 * @param allow      Allow, otherwise Deny
 * @param principals principals of the statement; a role's policy has none
 * @param grant      actions and resources of the statement
 * @param conditions conditions, which must all be met
 */
public record Statement(
        String sid, boolean allow, Statement.Principals principals, Grant grant, List<Condition> conditions) {

    public static final String INVOKE = "lambda:InvokeFunction";
    static final String INVOKE_ASYNC = "lambda:InvokeAsync";
    public static final String INVOKE_URL = "lambda:InvokeFunctionUrl";
    static final String INVOKE_API = "execute-api:Invoke";

    /** Returns whether the statement allows or denies starting the function. */
    public boolean invokes() {
        return calls() || grant.covers(INVOKE_URL);
    }

    /** Returns whether the statement allows or denies starting the function without a URL. */
    public boolean calls() {
        return grant.covers(INVOKE) || grant.covers(INVOKE_ASYNC);
    }

    /** Returns the statement's name for people or, if the statement has no name, its effect. */
    public String title() {
        return sid.isEmpty() ? "a statement without a name" : "statement " + sid;
    }

    /**
     * One line of a statement's condition.
     *
     * @param operator the operator, like {@code StringEquals}, with its qualifier and {@code IfExists}
     * @param key the key, like {@code aws:SourceArn}, in any case
     * @param values the values, one of which must match
     */
    public record Condition(String operator, String key, List<String> values) {

        /** Returns whether the condition admits only requests that have the key with one of the values. */
        public boolean binds() {
            Operator known = Operator.of(operator);
            return !known.negated() && known.absent().equals(Truth.FAILS);
        }
    }

    /**
     * The principals of a statement.
     *
     * @param whom      the meaning of the lists
     * @param aws       accounts, users and roles, by number, ARN or id
     * @param services  like {@code s3.amazonaws.com}
     * @param federated identity providers and canonical users
     */
    public record Principals(Whom whom, List<String> aws, List<String> services, List<String> federated) {

        /** The meaning of a statement's lists of principals. */
        public enum Whom {
            NAMED,
            /** {@code *} or {@code {"AWS": "*"}}, which means everybody, even if other principals are named too. */
            EVERYONE,
            /** {@code NotPrincipal}: everybody except the named principals. */
            ALL_BUT
        }

        /** Returns the principals of a role's policy, which names no principals. */
        public static Principals nobody() {
            return new Principals(Whom.NAMED, List.of(), List.of(), List.of());
        }

        /** Returns whether every principal is covered. */
        public boolean everyone() {
            return whom != Whom.NAMED;
        }

        /** Returns whether no principal is covered. */
        public boolean none() {
            return whom == Whom.NAMED && aws.isEmpty() && services.isEmpty() && federated.isEmpty();
        }

        /** Returns whether the principals may include the caller. */
        boolean mayMean(Caller caller) {
            if (everyone()) return true;
            return switch (caller) {
                case STRANGER, ANONYMOUS -> false;
                case NEIGHBOUR -> !aws.isEmpty() || !federated.isEmpty();
                case SERVICE, NEIGHBOUR_SERVICE, CARRIER -> !services.isEmpty();
            };
        }

        /** Returns whether these principals include every caller of this kind that the given principals may include. */
        boolean mustMean(Caller caller, Principals other) {
            return switch (whom) {
                case EVERYONE -> true;
                case ALL_BUT -> federated.isEmpty() && (caller.service() ? services.isEmpty() : caller.unnamed());
                case NAMED -> caller.service() && !other.everyone() && services.containsAll(other.services);
            };
        }
    }
}
