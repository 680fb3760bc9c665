package dev.breakwater.core.detect;

import dev.breakwater.core.model.Scope;
import java.util.Arrays;
import java.util.Objects;

/**
 * What one function changes in a minute of its account: integers, so that no order of addition shows.
 *
 * @param scope  the account
 * @param minute the data minute
 * @param change differences of the sums that {@link Sums} names
 */
public record Contribution(Scope scope, long minute, long[] change) {

    @Override
    public boolean equals(Object other) {
        return other instanceof Contribution c
                && scope.equals(c.scope)
                && minute == c.minute
                && Arrays.equals(change, c.change);
    }

    @Override
    public int hashCode() {
        return Objects.hash(scope, minute, Arrays.hashCode(change));
    }

    @Override
    public String toString() {
        return scope.id() + '@' + minute + Arrays.toString(change);
    }
}
