package dev.breakwater.connectors.lambda.exposure;

import java.util.List;
import java.util.Map;

/**
 * Everything that could be read of one account and region.
 *
 * @param concurrent executions at once, or -1 when it could not be read
 * @param unreserved of these, without a reservation, or -1
 * @param listed     whether the list of functions is whole
 * @param roles      by ARN
 * @param apis       APIs of API Gateway; none if {@code unread} of the functions says so
 * @param gaps       the unreadable parts
 */
public record AccountSurface(
        String account,
        String region,
        int concurrent,
        int unreserved,
        boolean listed,
        List<FunctionSurface> functions,
        Map<String, RoleDocuments> roles,
        List<ApiSurface> apis,
        List<SurfaceGap> gaps) {}
