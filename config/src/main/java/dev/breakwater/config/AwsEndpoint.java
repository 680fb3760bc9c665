package dev.breakwater.config;

import java.io.Serializable;

/**
 * How AWS is reached.
 *
 * @param endpoint one URL for all services; empty: AWS itself, or what {@code AWS_ENDPOINT_URL} says
 * @param assumeAccountConcurrency concurrent executions per region assumed while the account cannot be asked
 */
public record AwsEndpoint(
        @Key(meaning = "one URL for all services, https, or http on a loopback host; none: AWS, or AWS_ENDPOINT_URL")
        String endpoint,

        @Key(
                initial = "1000",
                min = 1,
                max = 10_000_000,
                meaning = "concurrent executions assumed when account settings cannot be read")
        int assumeAccountConcurrency)
        implements Serializable {}
