package dev.breakwater.guard.convert;

import dev.breakwater.connectors.alarms.KeyFigures;
import dev.breakwater.core.control.AccountFigures;

/** Control's key figures in the words of the alarm connector. */
public final class FigureRows {

    private FigureRows() {}

    public static KeyFigures of(AccountFigures f) {
        return new KeyFigures(
                f.at(),
                f.account(),
                f.region(),
                f.incidentsOpen(),
                f.throttlesHeld(),
                f.excessHourNano() / 1e9,
                f.lagMillis() / 1e3);
    }
}
