package dev.breakwater.core.detect;

import dev.breakwater.core.model.Scope;
import java.util.Arrays;
import java.util.Objects;

/**
 * The change by one function in a minute of its account or of a group: integers, so that the order of addition has no
 * effect.
 *
 * @param scope      the account or group
 * @param minute     the data minute
 * @param silentFrom first minute of the feed's newest gap, 0 if none was reported
 * @param silentTo   last minute of that gap
 * @param change     differences of the sums that {@link Sums} names
 */
public record Contribution(Scope scope, long minute, long silentFrom, long silentTo, long[] change) {

    /** The change of the minute's billed cost, nano-USD. */
    public long costNano() {
        return change[Sums.COST];
    }

    /** The change of its demand, calls. */
    public long demand() {
        return change[Sums.DEMAND];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Contribution c
                && scope.equals(c.scope)
                && minute == c.minute
                && silentFrom == c.silentFrom
                && silentTo == c.silentTo
                && Arrays.equals(change, c.change);
    }

    @Override
    public int hashCode() {
        return Objects.hash(scope, minute, silentFrom, silentTo, Arrays.hashCode(change));
    }

    @Override
    public String toString() {
        return scope.id() + '@' + minute + Arrays.toString(change);
    }
}
