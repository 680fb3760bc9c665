package dev.breakwater.exposure.iam;

import java.util.List;

/**
 * An execution role.
 *
 * @param arn        ARN of the role, or empty
 * @param statements the statements of all readable policies
 * @param managed    names of the managed policies that are attached to the role
 * @param complete   whether all policies of the role could be read and understood
 */
public record Role(String arn, List<Statement> statements, List<String> managed, boolean complete) {

    public static Role unread(String arn) {
        return new Role(arn, List.of(), List.of(), false);
    }

    /**
     * Returns whether the role may do an action on a resource: a statement allows it, and no unconditional statement
     * denies it.
     */
    public boolean permits(String action, String arn) {
        return statements.stream().anyMatch(s -> s.allow() && s.grant().covers(action, arn)) && !denies(action, arn);
    }

    /**
     * Returns whether a statement allows the role an action on a resource that the statement names. A statement for all
     * queues, for example, does not name a queue.
     */
    public boolean permitsByName(String action, String arn) {
        boolean named = statements.stream().anyMatch(s -> s.allow() && s.grant().coversByName(action, arn));
        return named && !denies(action, arn);
    }

    private boolean denies(String action, String arn) {
        return statements.stream()
                .anyMatch(
                        s -> !s.allow() && s.conditions().isEmpty() && s.grant().covers(action, arn));
    }
}
