package dev.breakwater.core.exposure;

import java.util.List;

/**
 * What a function reaches.
 *
 * @param logGroup     where its logs go, like {@code /aws/lambda/checkout}
 * @param destinations where Lambda sends what came of an invocation
 * @param references   what its environment names
 * @param role         what its execution role may do
 */
public record Outputs(String logGroup, List<Destination> destinations, List<Reference> references, Role role) {

    public static Outputs unknown() {
        return new Outputs("", List.of(), List.of(), Role.unread(""));
    }
}
