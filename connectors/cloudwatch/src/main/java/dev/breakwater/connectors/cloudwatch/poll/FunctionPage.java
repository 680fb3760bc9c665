package dev.breakwater.connectors.cloudwatch.poll;

import java.util.List;

/**
 * One page of ListMetrics.
 *
 * @param functions functions with Invocations, as AWS names them
 * @param nextToken the next page's token, "" on the last
 */
public record FunctionPage(List<String> functions, String nextToken) {}
