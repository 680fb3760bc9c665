package dev.breakwater.core.budget.meter;

import dev.breakwater.core.budget.Budget;
import dev.breakwater.core.budget.BudgetOrder;
import dev.breakwater.core.budget.BudgetOutput;
import dev.breakwater.core.budget.BudgetState;
import dev.breakwater.core.budget.BudgetStatus;
import dev.breakwater.core.budget.BudgetStep;
import dev.breakwater.core.budget.BudgetStep.BudgetAct;
import dev.breakwater.core.budget.OpenAlarmState;
import dev.breakwater.core.cost.Month;
import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.model.Reason;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts the spend of one budget and says each alarm once: of a burn or a forecast once an episode, of a step or the
 * budget's end once a period. Pure: the state is the argument. What arrives within one arrival minute is set aside and
 * counted when that minute ends, so that the result does not depend on who came first.
 */
public final class BudgetMeter {

    /** A minute is judged when the feed is this far past it, as those of groups are. */
    public static final int PATIENCE = 2;

    private static final int FARTHEST_BACK = 64;
    /** Minutes without spend after which nothing of any window is left. */
    private static final int LONGEST = 4500;

    private BudgetMeter() {}

    /** Sets a difference of a minute aside; {@code silentTo} is 0 when no gap of the feed is told. */
    public static void add(BudgetState s, long minute, long nano, long silentFrom, long silentTo, long arrival) {
        long back = Math.min(arrival - minute + 1, FARTHEST_BACK - 1);
        s.pending.merge(arrival * FARTHEST_BACK + back, nano, Long::sum);
        if (silentTo <= s.silentTo) return;
        s.silentFrom = silentFrom;
        s.silentTo = silentTo;
    }

    /**
     * The feed has moved past an arrival minute: counts and judges the minutes that are due.
     *
     * @param now epoch milliseconds of the safety clock, written on what is decided
     */
    public static BudgetOutput advance(BudgetState s, Budget b, long arrival, long now) {
        BudgetOutput out = new BudgetOutput();
        long due = arrival + 1 - PATIENCE;
        TreeMap<Long, Long> minutes = take(s, arrival, due);
        if (minutes.isEmpty() && s.first == Long.MIN_VALUE) return out;
        if (s.first == Long.MIN_VALUE) SpendCurve.begin(s, minutes.firstKey());
        s.scope = b.scope();
        takenOut(s, b, now, out);
        minutes.headMap(s.newest, true).forEach((m, nano) -> SpendCurve.revise(s, m, nano));
        while (s.newest < due) {
            long next = s.newest + 1;
            if (idle(minutes, next, due)) {
                minute(s, b, minutes.higherKey(next) == null ? due : minutes.higherKey(next) - 1, 0, true, now, out);
            } else {
                minute(s, b, next, minutes.getOrDefault(next, 0L), false, now, out);
            }
        }
        orders(s, b, out);
        return out;
    }

    /**
     * What is to be held now: a step that was told, and whose line is reached as the budget is now. So a budget that was
     * raised, a forecast that fell or a period that is over ends it.
     */
    private static void orders(BudgetState s, Budget b, BudgetOutput out) {
        for (int slot = Slots.FIRST_STEP; slot < Slots.FIRST_STEP + Slots.steps(b); slot++) {
            BudgetStep step = Slots.step(b, slot);
            OpenAlarmState told = s.open.get(slot);
            if (step.act() != BudgetAct.THROTTLE || told == null || !reached(s, b, slot)) continue;
            out.orders.add(new BudgetOrder(step.group(), b.account(), told.incident));
        }
    }

    /** Ends what is open of steps that the configuration has no longer; put in again, they may be told again. */
    private static void takenOut(BudgetState s, Budget b, long now, BudgetOutput out) {
        for (int slot : new TreeSet<>(s.open.keySet())) {
            if (!Slots.isTakenOut(b, slot)) continue;
            s.told &= ~(1L << slot);
            BudgetIncidents.close(s, b, slot, Reason.BUDGET_CHANGED, now, out);
        }
    }

    /** Says that what is open ends with the recording. */
    public static BudgetOutput end(BudgetState s, Budget b, long now) {
        BudgetOutput out = new BudgetOutput();
        if (s.first != Long.MIN_VALUE) status(s, b, out);
        BudgetIncidents.closeAll(s, b, Reason.END_OF_INPUT, now, out);
        return out;
    }

    /** Whether time alone may change what is said: something is open that may end. */
    public static boolean wantsEveryMinute(BudgetState s) {
        return !s.open.isEmpty() || !s.pending.isEmpty();
    }

    private static TreeMap<Long, Long> take(BudgetState s, long arrival, long due) {
        TreeMap<Long, Long> minutes = new TreeMap<>();
        for (long key : new TreeSet<>(s.pending.keySet())) {
            long arrived = Math.floorDiv(key, FARTHEST_BACK);
            if (arrived > arrival) break;
            long minute = arrived + 1 - Math.floorMod(key, FARTHEST_BACK);
            if (minute <= due) minutes.merge(minute, s.pending.remove(key), Long::sum);
        }
        return minutes;
    }

    /** Whether nothing is left in the windows and nothing comes for long: those minutes are all alike. */
    private static boolean idle(TreeMap<Long, Long> minutes, long next, long due) {
        Long higher = minutes.higherKey(next - 1);
        return (higher == null ? due : higher) - next > LONGEST;
    }

    private static void minute(
            BudgetState s, Budget b, long minute, long nano, boolean jump, long now, BudgetOutput out) {
        int month = s.month;
        long day = s.day;
        if (jump) SpendCurve.jump(s, minute);
        else SpendCurve.append(s, nano);
        if (month != s.month) periodOver(s, b, true, now, out);
        if (day != s.day) periodOver(s, b, false, now, out);
        burn(s, b, Slots.FAST, now, out);
        burn(s, b, Slots.SLOW, now, out);
        Season.learn(s, s.open.containsKey(Slots.FAST));
        if (b.monthNano() > 0 && (jump || Math.floorMod(minute, 60L) == 59)) forecast(s, b, now, out);
        once(s, b, Slots.MONTH_SPENT, reached(s, b, Slots.MONTH_SPENT), now, out);
        once(s, b, Slots.DAY_SPENT, reached(s, b, Slots.DAY_SPENT), now, out);
        steps(s, b, now, out);
        if (jump || Math.floorMod(minute, 60L) == 59) status(s, b, out);
    }

    private static void status(BudgetState s, Budget b, BudgetOutput out) {
        int slot = b.monthly() ? Slots.MONTH_SPENT : Slots.DAY_SPENT;
        boolean told = s.awsMinute > 0;
        out.statuses.add(new BudgetStatus(
                s.newest,
                b.scope(),
                s.open.size(),
                Figures.of(s, b, slot, null),
                told ? s.awsSpent : -1,
                told ? s.awsForecast : -1));
    }

    private static void periodOver(BudgetState s, Budget b, boolean month, long now, BudgetOutput out) {
        for (int slot = Slots.MONTH_SPENT; slot < Slots.FIRST_STEP + Slots.steps(b); slot++) {
            if (Slots.monthly(b, slot) != month) continue;
            s.told &= ~(1L << slot);
            if (s.open.containsKey(slot)) BudgetIncidents.close(s, b, slot, Reason.BUDGET_PERIOD_OVER, now, out);
        }
        if (!month) return;
        s.forecastLow = s.forecast = s.forecastHigh = -1;
        if (s.open.containsKey(Slots.FORECAST)) {
            BudgetIncidents.close(s, b, Slots.FORECAST, Reason.BUDGET_PERIOD_OVER, now, out);
        }
    }

    private static void burn(BudgetState s, Budget b, int slot, long now, BudgetOutput out) {
        boolean open = s.open.containsKey(slot);
        BurnWindow burning = null;
        boolean calm = true;
        for (BurnWindow w : BurnWindow.values()) {
            long line = w.fast == (slot == Slots.FAST) ? w.line(b) : Long.MAX_VALUE;
            if (line == Long.MAX_VALUE) continue;
            long spent = SpendCurve.window(s, w.length);
            if (spent > line / 5 * 4) calm = false;
            if (spent > line && SpendCurve.window(s, w.recent) > w.recentLine(line) && burning == null) burning = w;
        }
        // a ticket says nothing new while the page on the same money is open
        boolean told = slot == Slots.SLOW && s.open.containsKey(Slots.FAST);
        if (!open && burning != null && !told) {
            BudgetIncidents.open(s, b, slot, burning, now, out);
        } else if (open && calm) {
            BudgetIncidents.close(s, b, slot, Reason.BUDGET_CALM, now, out);
        }
    }

    private static void forecast(BudgetState s, Budget b, long now, BudgetOutput out) {
        Season.forecast(s);
        boolean open = s.open.containsKey(Slots.FORECAST);
        boolean over = s.forecastLow > b.monthNano() && SpendCurve.spentOfMonth(s) <= b.monthNano();
        if (!open && over) {
            BudgetIncidents.open(s, b, Slots.FORECAST, null, now, out);
        } else if (open && s.forecast >= 0 && s.forecast <= b.monthNano()) {
            BudgetIncidents.close(s, b, Slots.FORECAST, Reason.BUDGET_CALM, now, out);
        }
    }

    private static void steps(BudgetState s, Budget b, long now, BudgetOutput out) {
        for (int slot = Slots.FIRST_STEP; slot < Slots.FIRST_STEP + Slots.steps(b); slot++) {
            once(s, b, slot, reached(s, b, slot), now, out);
        }
    }

    /** Whether what is told once a period is so now. */
    static boolean reached(BudgetState s, Budget b, int slot) {
        if (slot == Slots.MONTH_SPENT) return b.monthNano() > 0 && SpendCurve.spentOfMonth(s) >= b.monthNano();
        if (slot == Slots.DAY_SPENT) return b.dayNano() > 0 && SpendCurve.spentOfDay(s) >= b.dayNano();
        BudgetStep step = Slots.step(b, slot);
        double amount = b.amount();
        long spent = b.monthly() ? SpendCurve.spentOfMonth(s) : SpendCurve.spentOfDay(s);
        return step.spent() > 0
                ? spent >= step.spent() * amount
                : b.monthly() && s.forecast >= 0 && s.forecast >= step.forecast() * amount;
    }

    private static void once(BudgetState s, Budget b, int slot, boolean reached, long now, BudgetOutput out) {
        OpenAlarmState open = s.open.get(slot);
        long amount = Slots.monthly(b, slot) ? b.monthNano() : b.dayNano();
        if (!reached && open != null && open.figures.amountNano() != amount) {
            s.told &= ~(1L << slot);
            BudgetIncidents.close(s, b, slot, Reason.BUDGET_CHANGED, now, out);
        }
        if (!reached || (s.told & 1L << slot) != 0) return;
        s.told |= 1L << slot;
        BudgetIncidents.open(s, b, slot, null, now, out);
    }

    /** First minute of the period that a slot speaks of. */
    static long periodStart(BudgetState s, Budget b, int slot) {
        return Slots.monthly(b, slot) ? Month.start(s.month) : s.day * DataMinute.DAY;
    }

    /** First minute after it. */
    static long periodEnd(BudgetState s, Budget b, int slot) {
        return Slots.monthly(b, slot) ? Month.end(s.month) : (s.day + 1) * DataMinute.DAY;
    }
}
