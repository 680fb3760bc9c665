package dev.breakwater.exposure.iam;

import dev.breakwater.exposure.iam.ConditionEvaluation.Truth;
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
public record Statement(String sid, boolean allow, Principals principals, Grant grant, List<Condition> conditions) {

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
}
