package dev.breakwater.exposure.iam;

import dev.breakwater.exposure.iam.ConditionEvaluation.Truth;
import dev.breakwater.exposure.iam.ResourcePolicy.Grant;
import java.util.List;

/**
 * A statement of a policy.
 *
 * @param sid        its name, or empty
 * @param allow      Allow, otherwise Deny
 * @param principals whom it means; {@link Principals#nobody()} in a role's policy, which has none
 * @param grant      its actions and resources
 * @param conditions all of them must hold
 */
public record Statement(
        String sid, boolean allow, Statement.Principals principals, Grant grant, List<Condition> conditions) {

    public static final String INVOKE = "lambda:InvokeFunction";
    static final String INVOKE_ASYNC = "lambda:InvokeAsync";
    public static final String INVOKE_URL = "lambda:InvokeFunctionUrl";
    static final String INVOKE_API = "execute-api:Invoke";

    /** Whether it is about starting the function. */
    public boolean invokes() {
        return calls() || grant.covers(INVOKE_URL);
    }

    /** Whether it is about starting the function without a URL. */
    public boolean calls() {
        return grant.covers(INVOKE) || grant.covers(INVOKE_ASYNC);
    }

    /** For people: its name, or its effect. */
    public String title() {
        return sid.isEmpty() ? "a statement without a name" : "statement " + sid;
    }

    /**
     * One line of a statement's condition.
     *
     * @param operator like {@code StringEquals}, with its qualifier and {@code IfExists} if it has them
     * @param key      like {@code aws:SourceArn}; keys know no case
     * @param values   any one of them is enough
     */
    public record Condition(String operator, String key, List<String> values) {

        /** Whether only a request is let in that has the key with one of the values. */
        public boolean binds() {
            Operator known = Operator.of(operator);
            return !known.negated() && known.absent() == Truth.FAILS;
        }
    }

    /**
     * Whom a statement means.
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
            /** {@code *} or {@code {"AWS": "*"}}: everybody, whichever other principals are named. */
            EVERYONE,
            /** {@code NotPrincipal}: everybody but the named. */
            ALL_BUT
        }

        /** The principals of a role's policy, which names none. */
        public static Principals nobody() {
            return new Principals(Whom.NAMED, List.of(), List.of(), List.of());
        }

        /** Whether every principal is covered. */
        public boolean everyone() {
            return whom != Whom.NAMED;
        }

        /** Whether no principal is covered. */
        public boolean none() {
            return whom == Whom.NAMED && aws.isEmpty() && services.isEmpty() && federated.isEmpty();
        }

        /** Whether a statement of this kind may mean the caller. */
        boolean mayMean(Caller caller) {
            if (everyone()) return true;
            return switch (caller) {
                case STRANGER, ANONYMOUS -> false;
                case NEIGHBOUR -> !aws.isEmpty() || !federated.isEmpty();
                case SERVICE, NEIGHBOUR_SERVICE, CARRIER -> !services.isEmpty();
            };
        }

        /** Whether it means all callers of the kind that the other may mean. */
        boolean mustMean(Caller caller, Principals other) {
            return switch (whom) {
                case EVERYONE -> true;
                case ALL_BUT -> federated.isEmpty() && (caller.service() ? services.isEmpty() : caller.unnamed());
                case NAMED -> caller.service() && !other.everyone() && services.containsAll(other.services);
            };
        }
    }
}
