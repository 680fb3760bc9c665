package dev.breakwater.exposure.model;

import dev.breakwater.exposure.iam.Role;
import java.util.List;

/**
 * The resources that a function can reach.
 *
 * @param logGroup     where its logs go, like {@code /aws/lambda/checkout}
 * @param destinations where Lambda sends the results of invocations
 * @param references   what its environment names
 * @param role         what its execution role may do
 */
public record Outputs(String logGroup, List<Destination> destinations, List<Reference> references, Role role) {

    public static Outputs unknown() {
        return new Outputs("", List.of(), List.of(), Role.unread(""));
    }

    /**
     * A target to which Lambda itself sends the results of invocations.
     *
     * @param arn  queue, topic, bus, bucket or function
     * @param when for people: {@code on success}, {@code on failure}, {@code dead letters}
     */
    public record Destination(String arn, String when) {}

    /**
     * An environment variable that names a resource.
     *
     * @param variable its name; its value is not kept
     * @param arn      the resource
     */
    public record Reference(String variable, String arn) {}
}
