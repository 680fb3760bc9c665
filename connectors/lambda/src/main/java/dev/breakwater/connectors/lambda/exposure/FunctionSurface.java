package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.lambda.inventory.FunctionDescription;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A function, its ways in and its ways out, as AWS tells them.
 *
 * @param description reservation and tags are none if {@code unread} says so
 * @param roleArn     its execution role
 * @param logGroup    where its logs go
 * @param policies    resource policies, JSON, by the alias or version whose they are; its own under an empty name
 * @param unread      parts that could not be read
 */
public record FunctionSurface(
        FunctionDescription description,
        String roleArn,
        String logGroup,
        List<Url> urls,
        Map<String, String> policies,
        List<SourceMapping> mappings,
        List<SentTo> sentTo,
        Variables variables,
        Set<Part> unread) {}
