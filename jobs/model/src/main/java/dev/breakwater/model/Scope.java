package dev.breakwater.model;

import java.util.Locale;

/**
 * A function, a group of functions, or a whole account in one region.
 *
 * @param key the function's or group's name; {@link #WHOLE} for an account
 */
public record Scope(ScopeKind kind, String account, String region, String key) implements Comparable<Scope> {

    /** The key of an account scope. */
    public static final String WHOLE = "*";

    public static Scope function(String account, String region, String name) {
        return new Scope(ScopeKind.FUNCTION, account, region, name);
    }

    public static Scope group(String account, String region, String name) {
        return new Scope(ScopeKind.GROUP, account, region, name);
    }

    public static Scope account(String account, String region) {
        return new Scope(ScopeKind.ACCOUNT, account, region, WHOLE);
    }

    /** The stable text form {@code kind|account|region|key}, which is the key of state and incidents. */
    public String id() {
        return kind.wire() + '|' + account + '|' + region + '|' + key;
    }

    /** The key of the scope's open incident of this kind. A lasting change and a surge have separate incidents. */
    public String slot(IncidentKind kind) {
        return kind == IncidentKind.LASTING_CHANGE ? id() + '|' + kind.wire() : id();
    }

    /** Parses an {@link #id()}. */
    public static Scope parse(String id) {
        String[] parts = id.split("\\|", 4);
        return new Scope(ScopeKind.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1], parts[2], parts[3]);
    }

    /** The name for people: {@code account/region/key}. */
    public String path() {
        return account + "/" + region + "/" + key;
    }

    /** The account and region of this scope. */
    public Place place() {
        return new Place(account, region);
    }

    /** The {@link FunctionKey#id()} of a function's scope. */
    public String functionId() {
        return FunctionKey.id(account, region, key);
    }

    @Override
    public int compareTo(Scope other) {
        int byKind = kind.compareTo(other.kind);
        if (byKind != 0) return byKind;
        int byAccount = account.compareTo(other.account);
        if (byAccount != 0) return byAccount;
        int byRegion = region.compareTo(other.region);
        return byRegion != 0 ? byRegion : key.compareTo(other.key);
    }
}
