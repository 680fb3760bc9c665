package dev.breakwater.core.model;

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

    /** A stable text form, {@code kind|account|region|key}: the key of keyed state and of an incident. */
    public String id() {
        return kind.wire() + '|' + account + '|' + region + '|' + key;
    }

    /** The key of the account and region that this scope lies in: one control decides for all of it. */
    public String accountKey() {
        return account + '|' + region;
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
