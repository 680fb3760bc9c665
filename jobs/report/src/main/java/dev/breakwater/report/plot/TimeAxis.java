package dev.breakwater.report.plot;

import dev.breakwater.report.Wording;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** A horizontal axis of time with ticks at round UTC times. */
final class TimeAxis {

    private static final int[] STEPS_MINUTES = {5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14_400, 43_200
    };
    private static final int TICKS_AT_MOST = 8;

    private final Axis axis;
    private final long stepSeconds;

    TimeAxis(Instant from, Instant to, double left, double right) {
        double low = from.getEpochSecond();
        axis = new Axis(low, Math.max(low + 60, to.getEpochSecond()), left, right);
        stepSeconds = step((axis.high() - axis.low()) / 60) * 60L;
    }

    double at(Instant time) {
        return axis.at(time.getEpochSecond());
    }

    List<Instant> ticks() {
        List<Instant> ticks = new ArrayList<>();
        for (double second : axis.every(stepSeconds)) ticks.add(Instant.ofEpochSecond(Math.round(second)));
        return ticks;
    }

    /** The clock, or the date at midnight. */
    String label(Instant tick) {
        boolean midnight = tick.equals(tick.truncatedTo(ChronoUnit.DAYS));
        return midnight ? Wording.minute(tick).substring(0, 10) : Wording.clock(tick);
    }

    private static int step(double minutes) {
        for (int step : STEPS_MINUTES) if (minutes / step <= TICKS_AT_MOST) return step;
        return (int) Math.ceil(minutes / TICKS_AT_MOST / 1440) * 1440;
    }
}
