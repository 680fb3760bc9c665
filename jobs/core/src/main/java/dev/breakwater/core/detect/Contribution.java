package dev.breakwater.core.detect;

import dev.breakwater.core.model.Scope;

/**
 * What one function changes in a minute of its account: integers, so that no order of addition shows.
 *
 * @param scope  the account
 * @param minute the data minute
 * @param change differences of the sums that {@link Sums} names
 */
public record Contribution(Scope scope, long minute, long[] change) {}
