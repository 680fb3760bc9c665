package dev.breakwater.core.policy;

import dev.breakwater.core.model.FunctionKey;

/**
 * Lambda@Edge: CloudFront runs replicas of a function of us-east-1 in the regions near its viewers, and each shows
 * there as {@code us-east-1.NAME}. A replica is watched in the region in which it runs, priced at Lambda@Edge's prices,
 * and has no lever: AWS takes no reserved concurrency for it.
 */
public final class EdgeName {

    private static final String HOME = "us-east-1";
    private static final String PREFIX = HOME + '.';

    private EdgeName() {}

    public static boolean isReplica(String function) {
        return function.startsWith(PREFIX);
    }

    /** The name of the function that a replica is of; of any other function its own. */
    public static String home(String function) {
        return isReplica(function) ? function.substring(PREFIX.length()) : function;
    }

    /** The {@link FunctionKey#id()} of the function behind a replica's id; any other id unchanged. */
    public static String homeId(String id) {
        if (id.indexOf(PREFIX) < 0) return id;
        FunctionKey key = FunctionKey.parse(id);
        return isReplica(key.name()) ? FunctionKey.id(key.place().account(), HOME, home(key.name())) : id;
    }
}
