package dev.breakwater.core.model;

/**
 * Identifies a function by account, region and name, because names are not unique across accounts and regions. A key is
 * created once per function and passed between stages, because building its text for each minute is slow.
 *
 * @param scope the function
 * @param id    {@code account|region|function}, the key of state and storage
 */
public record FunctionKey(Scope scope, String id) {

    private static final char BETWEEN = '|';

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
}
