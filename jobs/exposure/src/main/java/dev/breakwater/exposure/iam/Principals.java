package dev.breakwater.exposure.iam;

import java.util.List;

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
