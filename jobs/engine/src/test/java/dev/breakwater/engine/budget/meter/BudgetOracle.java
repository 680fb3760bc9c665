package dev.breakwater.engine.budget.meter;

import dev.breakwater.engine.budget.Budget;
import dev.breakwater.model.DataMinute;
import java.util.ArrayList;
import java.util.List;

/**
 * The alarms that a budget should raise, computed minute by minute from all minutes. The oracle has no ring buffer, and
 * open alarms are its only state. It has its own thresholds in USD, which are the thresholds in docs/money.md.
 */
final class BudgetOracle {

    private static final int[] LONG = {60, 360, 1440, 4320};
    private static final int[] SHORT = {5, 30, 120, 360};
    private static final double[] OF_MONTH = {.02, .05, .10, .15};
    private static final double[] OF_DAY = {.2, .6, 0, 0};

    private final SpendPath path;
    private final long[] upTo = new long[SpendPath.MINUTES + 1];
    private final List<String> said = new ArrayList<>();
    private final boolean[] open = new boolean[2];

    private BudgetOracle(SpendPath path) {
        this.path = path;
        for (int i = 0; i < SpendPath.MINUTES; i++) upTo[i + 1] = upTo[i] + path.nano[i];
    }

    /** The alarms as lines like {@code 29750400 fast-burn open}. */
    static List<String> of(SpendPath path) {
        BudgetOracle oracle = new BudgetOracle(path);
        for (int i = 0; i < SpendPath.MINUTES; i++) oracle.minute(i);
        return oracle.said;
    }

    private void minute(int i) {
        burn(i, 0);
        burn(i, 1);
        Budget b = path.budget;
        boolean monthly = b.monthNano() > 0;
        crossed(i, "month-spent", b.monthNano(), true);
        crossed(i, "day-spent", b.dayNano(), false);
        long amount = monthly ? b.monthNano() : b.dayNano();
        crossed(i, "step-0", amount * .25, monthly);
        crossed(i, "step-1", amount * .8, monthly);
    }

    private void burn(int i, int tier) {
        boolean begins = false;
        boolean goesOn = false;
        for (int w = 2 * tier; w < 2 * tier + 2; w++) {
            double line = line(w);
            double spent = upTo[i + 1] - upTo[Math.max(0, from(i, LONG[w]))];
            double recent = upTo[i + 1] - upTo[Math.max(0, from(i, SHORT[w]))];
            begins |= spent > line && recent > line * SHORT[w] / LONG[w];
            goesOn |= spent > .8 * line;
        }
        begins &= tier == 0 || !open[0];
        String name = tier == 0 ? "fast-burn" : "slow-burn";
        if (!open[tier] && begins) say(i, name + " open");
        if (open[tier] && !goesOn) say(i, name + " close");
        open[tier] = open[tier] ? goesOn : begins;
    }

    private double line(int w) {
        Budget b = path.budget;
        double month = b.monthNano() > 0 ? OF_MONTH[w] * b.monthNano() : Double.POSITIVE_INFINITY;
        double day = b.dayNano() > 0 && OF_DAY[w] > 0 ? OF_DAY[w] * b.dayNano() : Double.POSITIVE_INFINITY;
        return Math.round(Math.max(Math.min(month, day), b.minNanoPerHour() * (LONG[w] / 60.0)));
    }

    /** A window longer than six hours begins at the start of a quarter of an hour. */
    private int from(int i, int minutes) {
        long first = path.start + i - minutes + 1;
        return (int) ((minutes > 360 ? Math.floorDiv(first, 15L) * 15 : first) - path.start);
    }

    /** Raises an alarm in the first minute of each period in which the amount is reached. */
    private void crossed(int i, String name, double amount, boolean monthly) {
        if (amount <= 0) return;
        long minute = path.start + i;
        long period = monthly ? DataMinute.monthStart(DataMinute.monthOf(minute)) : Math.floorDiv(minute, 1440L) * 1440;
        int first = (int) Math.max(0, period - path.start);
        boolean now = upTo[i + 1] - upTo[first] >= amount;
        boolean before = i > first && upTo[i] - upTo[first] >= amount;
        if (now && !before) say(i, name + " open");
    }

    private void say(int i, String what) {
        said.add((path.start + i) + " " + what);
    }
}
