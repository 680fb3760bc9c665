package dev.breakwater.model;

/**
 * Identifies a function by account, region and name, because names are not unique across accounts and regions. A key is
 * created once per function and passed between stages, because building its text for each minute is slow.
 *
 * <p>CloudFront runs replicas of a Lambda@Edge function from us-east-1 in regions near its viewers. There, a replica is
 * named {@code us-east-1.NAME}. Breakwater watches a replica in the region in which it runs, with Lambda@Edge's prices. A
 * replica cannot be throttled, because AWS accepts no reserved concurrency for it.
 *
 * <p>A resource that is no function has the name {@code kind:name} (see {@code ResourceKind}).
 *
 * @param scope the function
 * @param id    {@code account|region|function}, the key of state and storage
 */
public record FunctionKey(Scope scope, String id) {

    private static final char BETWEEN = '|';

    private static final String EDGE_HOME = "us-east-1";
    private static final String REPLICA = EDGE_HOME + '.';

    public FunctionKey(String account, String region, String name) {
        this(Scope.function(account, region, name));
    }

    public FunctionKey(Scope function) {
        this(function, function.functionId());
    }

    /** The text form, without creating a key. */
    public static String id(String account, String region, String name) {
        return account + BETWEEN + region + BETWEEN + name;
    }

    /** Parses an {@link #id()}. */
    public static FunctionKey parse(String id) {
        int first = id.indexOf(BETWEEN);
        int second = id.indexOf(BETWEEN, first + 1);
        Scope scope = Scope.function(id.substring(0, first), id.substring(first + 1, second), id.substring(second + 1));
        return new FunctionKey(scope, id);
    }

    public Place place() {
        return scope.place();
    }

    public String name() {
        return scope.key();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof FunctionKey that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    public static boolean isReplica(String function) {
        return function.startsWith(REPLICA);
    }

    /** Whether functions of this region may have replicas. */
    public static boolean mayHaveReplicas(String region) {
        return region.equals(EDGE_HOME);
    }

    /** The name of the function behind a replica. For a function that is not a replica, the result is its own name. */
    public static String homeName(String function) {
        return isReplica(function) ? function.substring(REPLICA.length()) : function;
    }

    /**
     * The {@link FunctionKey#id()} of the function behind a replica. For a function that is not a replica, the result
     * is its own id.
     */
    public static String homeId(String id) {
        if (id.indexOf(REPLICA) < 0) return id;
        FunctionKey key = parse(id);
        return isReplica(key.name()) ? id(key.place().account(), EDGE_HOME, homeName(key.name())) : id;
    }
}
