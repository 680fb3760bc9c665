package dev.breakwater.core.model;

/** Which function: its name alone is not unique across accounts and regions. */
public record FunctionKey(Place place, String name) {

    private static final char BETWEEN = '|';

    public FunctionKey(String account, String region, String name) {
        this(new Place(account, region), name);
    }

    /** The text form {@code account|region|function}, by which state is keyed and stored. */
    public String id() {
        return id(place.account(), place.region(), name);
    }

    /** The same without making a key. */
    public static String id(String account, String region, String name) {
        return account + BETWEEN + region + BETWEEN + name;
    }

    /** The function of an {@link #id()}. */
    public static FunctionKey parse(String id) {
        int second = id.indexOf(BETWEEN, id.indexOf(BETWEEN) + 1);
        return new FunctionKey(Place.parse(id.substring(0, second)), id.substring(second + 1));
    }

    public Scope scope() {
        return Scope.function(place.account(), place.region(), name);
    }
}
