package dev.breakwater.guard.wire;

import dev.breakwater.core.model.FunctionKey;
import dev.breakwater.core.model.Sample;
import java.util.List;

/**
 * Consecutive samples of one function in one arrival minute: the function's state is read once for all of them.
 *
 * @param all in their order, at least one; alike in all but metric, minute, value and count
 */
public record Samples(List<Sample> all) {

    /** The most samples in one group. */
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
