package dev.breakwater.core.detect;

import dev.breakwater.core.model.Scope;

/**
 * What a judged minute of a function changes elsewhere.
 *
 * @param account what it changes in its account
 * @param ofGroup the same for its groups, without what a window explains: see {@link Explained}
 */
public record Told(Contribution account, long[] ofGroup) {

    /** For a group, which has a baseline of its own and must know in which minutes the feed was silent. */
    public Contribution to(Scope group, long silentFrom, long silentTo) {
        return new Contribution(group, account.minute(), silentFrom, silentTo, ofGroup);
    }
}
