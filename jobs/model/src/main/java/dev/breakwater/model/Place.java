package dev.breakwater.model;

import java.io.Serializable;
import java.util.Comparator;

/** An account in one region. Each account and region has its own control state. */
public record Place(String account, String region) implements Comparable<Place>, Serializable {

    private static final char BETWEEN = '|';
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::account).thenComparing(Place::region);

    /** The key of the state of an account and region: {@code account|region}. */
    public String id() {
        return id(account, region);
    }

    /** The text form of an account and region, without creating an object. */
    public static String id(String account, String region) {
        return account + BETWEEN + region;
    }

    /** Parses an {@link #id()}. */
    public static Place parse(String id) {
        int at = id.indexOf(BETWEEN);
        return new Place(id.substring(0, at), id.substring(at + 1));
    }

    /** The account as a scope. */
    public Scope scope() {
        return Scope.account(account, region);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
