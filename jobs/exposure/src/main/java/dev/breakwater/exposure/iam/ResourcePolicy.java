package dev.breakwater.exposure.iam;

import dev.breakwater.exposure.iam.Statement.Principals;
import dev.breakwater.model.Glob;
import java.util.List;
import java.util.Locale;

/**
 * Decides like IAM whether a resource policy admits a kind of caller: an Allow must apply, and no Deny may apply. If
 * IAM admits a caller, this class always admits that caller. {@code docs/exposure.md} lists the cases in which this
 * class admits more than IAM.
 *
 * @param account the account of the policy's resource
 */
public record ResourcePolicy(String account, List<Statement> policy) {

    /** Returns whether the caller is allowed every action that the entry point needs. */
    public boolean lets(Caller caller, EntryKind kind) {
        return kind.actions().stream().allMatch(action -> allows(caller, kind, action));
    }

    public boolean allows(Caller caller, EntryKind kind, String action) {
        return policy.stream().anyMatch(s -> opens(s, caller, kind, action));
    }

    /** Returns whether this statement allows the action to the caller, and no Deny cancels it. */
    public boolean opens(Statement s, Caller caller, EntryKind kind, String action) {
        return meets(s, caller, kind, action)
                && policy.stream()
                        .noneMatch(deny -> takesBack(deny, s, new ConditionEvaluation(caller, kind, action, account)));
    }

    /** Returns whether the statement may apply to the caller, without regard to Denies. */
    public boolean meets(Statement s, Caller caller, EntryKind kind, String action) {
        return s.allow()
                && kind.takes(caller)
                && s.principals().mayMean(caller)
                && s.grant().covers(action)
                && new ConditionEvaluation(caller, kind, action, account).mayMeet(s.conditions());
    }

    /** Returns whether a Deny refuses the action to the caller on this resource, even if an Allow is added later. */
    public boolean shuts(Caller caller, EntryKind kind, String action, String arn) {
        Principals everyone = new Principals(Principals.Whom.EVERYONE, List.of(), List.of(), List.of());
        Grant anything = new Grant(List.of("*"), false, List.of(arn), false);
        Statement allow = new Statement("", true, everyone, anything, List.of());
        ConditionEvaluation request = new ConditionEvaluation(caller, kind, action, account);
        return policy.stream().anyMatch(deny -> takesBack(deny, allow, request));
    }

    private static boolean takesBack(Statement deny, Statement allow, ConditionEvaluation request) {
        return !deny.allow()
                && deny.principals().mustMean(request.caller(), allow.principals())
                && deny.grant().covers(request.action())
                && !deny.grant().notResources()
                && covers(deny.grant(), allow.grant())
                && request.mustMeet(allow.conditions(), deny.conditions());
    }

    private static boolean covers(Grant deny, Grant allow) {
        if (deny.resources().isEmpty()) return true;
        return !allow.notResources()
                && !allow.resources().isEmpty()
                && allow.resources().stream()
                        .allMatch(r -> deny.resources().stream().anyMatch(d -> Wildcard.covers(d, r)));
    }

    /**
     * The actions and resources of a statement.
     *
     * @param actions      patterns like {@code lambda:Invoke*}
     * @param notActions   all actions except these
     * @param resources patterns of ARNs; empty only if the policy has none
     * @param notResources all resources except these
     */
    public record Grant(List<String> actions, boolean notActions, List<String> resources, boolean notResources) {

        /** Returns whether the grant covers the action. Actions are not case-sensitive. */
        public boolean covers(String action) {
            String lower = action.toLowerCase(Locale.ROOT);
            boolean listed = actions.stream().anyMatch(a -> Glob.matches(a.toLowerCase(Locale.ROOT), lower));
            return listed != notActions;
        }

        /** Returns whether the grant covers the action on the resource. */
        public boolean covers(String action, String arn) {
            boolean listed = resources.stream().anyMatch(r -> fits(r, arn));
            return covers(action) && listed != notResources;
        }

        /** Returns whether the grant covers the resource by its name or part of its name. */
        public boolean coversByName(String action, String arn) {
            return covers(action)
                    && !notResources
                    && resources.stream().anyMatch(r -> Arn.namesResource(r) && fits(r, arn));
        }

        /** Returns whether the grant covers all resources of a kind. */
        public boolean everywhere() {
            return notResources || resources.isEmpty() || resources.stream().anyMatch(r -> !Arn.namesResource(r));
        }

        /**
         * Returns whether the pattern matches the resource. A permission on a bucket's objects counts as a permission
         * on the bucket, because triggers belong to buckets.
         */
        private static boolean fits(String pattern, String arn) {
            return Glob.matches(pattern, arn) || Glob.matches(Arn.resource(pattern), arn);
        }
    }
}
