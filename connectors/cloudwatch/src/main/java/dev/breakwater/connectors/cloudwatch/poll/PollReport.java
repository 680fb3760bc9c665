package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the figures, and warns once when the money is too little. */
final class PollReport {
    private static final Logger LOG = LoggerFactory.getLogger(PollReport.class);

    private final PollFigures figures;
    private boolean broke;

    PollReport(PollFigures figures) {
        this.figures = figures;
    }

    /** Minutes of functions for which they were asked too late. */
    void missed(long minutes) {
        if (minutes > 0 && figures.minutesMissed == 0) {
            LOG.warn(
                    "some functions are asked too late and their minutes stay unknown: the money for polling is too little"
                            + " for {} functions",
                    figures.functions);
        }
        figures.minutesMissed += minutes;
    }

    void write(List<SplitSlot> slots, MoneyBudget money, long arrivalMinute, long nowMillis) {
        boolean spent = !money.affords(Cadence.PER_REGION);
        if (spent && !broke) {
            LOG.warn("the month's money for polling is spent: nothing is asked until the next month begins");
        }
        broke = spent;
        figures.spentUsd = money.spentUsd();
        figures.usdPerMonth = money.usdPerMonth();
        figures.functions =
                slots.stream().mapToInt(slot -> slot.split.functions.size()).sum();
        figures.absent = (int) slots.stream().filter(slot -> slot.absent).count();
        figures.lagSeconds = arrivalMinute == ArrivalClock.NONE ? 0 : nowMillis / 1000 - (arrivalMinute + 1) * 60;
    }
}
