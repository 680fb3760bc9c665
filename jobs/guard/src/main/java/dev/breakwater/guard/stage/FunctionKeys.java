package dev.breakwater.guard.stage;

import dev.breakwater.core.model.FunctionKey;
import dev.breakwater.core.model.Scope;

/** Gives the same key for the same function, from a fixed number of slots, so that a million functions stay cheap. */
final class FunctionKeys {

    private static final int SLOTS = 1 << 14;

    private final FunctionKey[] slots = new FunctionKey[SLOTS];

    FunctionKey of(String account, String region, String name) {
        int hash = (account.hashCode() * 31 + region.hashCode()) * 31 + name.hashCode();
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        FunctionKey known = slots[slot];
        if (known != null && isOf(known.scope(), account, region, name)) return known;
        return slots[slot] = new FunctionKey(account, region, name);
    }

    private static boolean isOf(Scope scope, String account, String region, String name) {
        return scope.key().equals(name)
                && scope.account().equals(account)
                && scope.region().equals(region);
    }
}
