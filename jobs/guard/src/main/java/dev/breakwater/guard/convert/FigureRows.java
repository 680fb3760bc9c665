package dev.breakwater.guard.convert;

import dev.breakwater.connectors.alarms.aws.MetricSnapshot;
import dev.breakwater.core.control.AccountFigures;

/** Converts the key figures of control into rows of the alarm connector. */
public final class FigureRows {

    private FigureRows() {}

    public static MetricSnapshot of(AccountFigures f) {
        return new MetricSnapshot(
                f.at(),
                f.account(),
                f.region(),
                f.incidentsOpen(),
                f.throttlesHeld(),
                f.excessHourNano() / 1e9,
                f.lagMillis() / 1e3);
    }
}
