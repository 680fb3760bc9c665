package dev.breakwater.core.exposure;

import java.util.List;

/**
 * Whom a statement means.
 *
 * @param everyone  {@code *}, or {@code {"AWS": "*"}}, or all but the ones named
 * @param aws       accounts, users and roles, by number, ARN or id
 * @param services  like {@code s3.amazonaws.com}
 * @param federated identity providers and canonical users
 */
public record Principals(boolean everyone, List<String> aws, List<String> services, List<String> federated) {

    public static Principals nobody() {
        return new Principals(false, List.of(), List.of(), List.of());
    }
}
