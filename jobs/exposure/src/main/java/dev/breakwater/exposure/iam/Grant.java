package dev.breakwater.exposure.iam;

import java.util.List;
import java.util.Locale;

/**
 * The actions and resources of a statement.
 *
 * @param actions      patterns like {@code lambda:Invoke*}
 * @param notActions   all actions except these
 * @param resources    patterns of ARNs; empty only where the policy left them out
 * @param notResources all resources except these
 */
public record Grant(List<String> actions, boolean notActions, List<String> resources, boolean notResources) {

    /** Whether it covers the action; actions are not case-sensitive. */
    public boolean covers(String action) {
        String lower = action.toLowerCase(Locale.ROOT);
        boolean listed = actions.stream().anyMatch(a -> Wildcard.matches(a.toLowerCase(Locale.ROOT), lower));
        return listed != notActions;
    }

    /** Whether it covers the action on the resource. */
    public boolean covers(String action, String arn) {
        boolean listed = resources.stream().anyMatch(r -> fits(r, arn));
        return covers(action) && listed != notResources;
    }

    /** Whether it covers the resource by a name, or part of a name, of its own. */
    public boolean coversByName(String action, String arn) {
        return covers(action)
                && !notResources
                && resources.stream().anyMatch(r -> Arn.namesResource(r) && fits(r, arn));
    }

    /** Whether it is given for all resources of a kind. */
    public boolean everywhere() {
        return notResources || resources.isEmpty() || resources.stream().anyMatch(r -> !Arn.namesResource(r));
    }

    /** A right on a bucket's objects is one on the bucket, as triggers go. */
    private static boolean fits(String pattern, String arn) {
        return Wildcard.matches(pattern, arn) || Wildcard.matches(Arn.resource(pattern), arn);
    }
}
