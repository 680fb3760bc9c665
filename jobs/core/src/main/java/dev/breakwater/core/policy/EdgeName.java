package dev.breakwater.core.policy;

import dev.breakwater.core.model.FunctionKey;

/**
 * Names of Lambda@Edge functions. CloudFront runs replicas of a function from us-east-1 in regions near its viewers. In
 * regions near the viewers, a replica is named {@code us-east-1.NAME}. Breakwater watches a replica in the region in
 * which it runs, with Lambda@Edge's prices. A replica cannot be throttled, because AWS accepts no reserved concurrency
 * for it.
 */
public final class EdgeName {

    private static final String HOME = "us-east-1";
    private static final String PREFIX = HOME + '.';

    private EdgeName() {}

    public static boolean isReplica(String function) {
        return function.startsWith(PREFIX);
    }

    /** Whether functions of this region may have replicas. */
    public static boolean mayHaveReplicas(String region) {
        return region.equals(HOME);
    }

    /** The name of the function behind a replica. For a function that is not a replica, the result is its own name. */
    public static String home(String function) {
        return isReplica(function) ? function.substring(PREFIX.length()) : function;
    }

    /**
     * The {@link FunctionKey#id()} of the function behind a replica. For a function that is not a replica, the result
     * is its own id.
     */
    public static String homeId(String id) {
        if (id.indexOf(PREFIX) < 0) return id;
        FunctionKey key = FunctionKey.parse(id);
        return isReplica(key.name()) ? FunctionKey.id(key.place().account(), HOME, home(key.name())) : id;
    }
}
