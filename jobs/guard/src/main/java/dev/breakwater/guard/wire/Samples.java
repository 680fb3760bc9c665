package dev.breakwater.guard.wire;

import dev.breakwater.core.model.FunctionKey;
import dev.breakwater.core.model.Sample;
import java.util.List;

/**
 * Samples of one function that came one behind the other in one arrival minute: what is known of the function is read once for
 * all of them.
 *
 * @param all in the order in which they came, at least one; alike in all but metric, minute, value and count
 */
public record Samples(List<Sample> all) {

    /** How many go together at most. */
    public static final int MOST = 100;

    /** One alone. */
    public static Samples of(Sample one) {
        return new Samples(List.of(one));
    }

    public FunctionKey function() {
        return all.get(0).function();
    }

    public long arrivalMinute() {
        return all.get(0).arrivalMinute();
    }
}
