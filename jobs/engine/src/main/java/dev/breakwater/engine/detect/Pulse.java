package dev.breakwater.engine.detect;

import dev.breakwater.engine.detect.baseline.MinuteRings;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The present state of a function, for the view of the whole fleet.
 *
 * @param minute             newest minute that was judged
 * @param usdPerHour         billed cost of the trailing hour
 * @param expectedUsdPerHour the expected cost of the trailing hour; meaningless without a baseline
 * @param ready              whether the function has a baseline
 * @param calls              calls of the last three hours in steps of five minutes, oldest first, or {@link #UNKNOWN}
 * @param expected           expected calls of the last three hours, in the same steps
 */
public record Pulse(
        Scope function,
        long minute,
        double usdPerHour,
        double expectedUsdPerHour,
        boolean ready,
        List<Integer> calls,
        List<Integer> expected) {

    /** The length of a step in minutes. */
    public static final int STEP = 5;

    /** The value of a step for which the feed has no data. */
    public static final int UNKNOWN = -1;

    private static final int STEPS = 36;

    /** Creates a pulse from a function's state. */
    public static Pulse of(ScopeView view, Scope function) {
        ScopeState s = view.state();
        return new Pulse(
                function,
                s.newest,
                NanoUsd.usd(MinuteRings.sum(s.minutes.billed, s.newest, DataMinute.HOUR)),
                NanoUsd.usd(view.expectedOfHour(s.newest) * s.units.ofCall()),
                s.isReady(s.newest),
                steps(s, s.minutes.demand),
                steps(s, s.minutes.expected));
    }

    private static List<Integer> steps(ScopeState s, float[] ring) {
        List<Integer> steps = new ArrayList<>(STEPS);
        for (int i = STEPS - 1; i >= 0; i--) {
            long end = s.newest - (long) i * STEP;
            boolean unknown = LongStream.rangeClosed(end - STEP + 1, end).allMatch(s::isUnknown);
            steps.add(unknown ? UNKNOWN : (int) Math.round(MinuteRings.sum(ring, end, STEP)));
        }
        return steps;
    }
}
