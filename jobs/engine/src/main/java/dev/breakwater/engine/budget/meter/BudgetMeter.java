package dev.breakwater.engine.budget.meter;

import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.Budget.BudgetStep;
import dev.breakwater.engine.budget.Budget.BudgetStep.BudgetAct;
import dev.breakwater.engine.budget.BudgetOutput;
import dev.breakwater.engine.budget.BudgetOutput.BudgetOrder;
import dev.breakwater.engine.budget.BudgetOutput.BudgetStatus;
import dev.breakwater.engine.budget.BudgetState;
import dev.breakwater.engine.budget.meter.Figures.BurnWindow;
import dev.breakwater.engine.budget.meter.Figures.Slots;
import dev.breakwater.engine.control.BudgetFigures;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts the spend of one budget and raises its alarms. A burn or a forecast raises an alarm once per episode. A step
 * or an exhausted budget raises an alarm once per period. The meter itself has no state, because each method gets the
 * state as an argument. Samples that arrive in one minute are counted together when that minute ends, so that their
 * order does not change the result.
 */
public final class BudgetMeter {

    /** How many minutes the meter waits for a minute's samples before it judges the minute. Groups wait as long. */
    public static final int PATIENCE = 2;

    /** Minutes without spend after which every window is empty. */
    private static final int LONGEST = 4500;

    private final BudgetState s;
    private final Budget b;
    private final BudgetOutput out = new BudgetOutput();
    private final BudgetIncidents incidents;

    /** @param observes whether the mode is observe, so that alerts are only recorded */
    public BudgetMeter(BudgetState s, Budget b, long now, boolean observes) {
        this.s = s;
        this.b = b;
        incidents = new BudgetIncidents(s, b, now, observes, out);
    }

    /** Counts and judges the minutes that are due after an arrival minute has ended. */
    public BudgetOutput advance(long arrival) {
        long due = arrival + 1 - PATIENCE;
        TreeMap<Long, Long> minutes = take(arrival, due);
        if (minutes.isEmpty() && s.first == Long.MIN_VALUE) return out;
        if (s.first == Long.MIN_VALUE) s.begin(minutes.firstKey());
        s.scope = b.scope();
        takenOut();
        minutes.headMap(s.newest, true).forEach((m, nano) -> s.revise(m, nano));
        while (s.newest < due) {
            long next = s.newest + 1;
            if (idle(minutes, next, due)) {
                minute(minutes.higherKey(next) == null ? due : minutes.higherKey(next) - 1, 0, true);
            } else {
                minute(next, minutes.getOrDefault(next, 0L), false);
            }
        }
        orders();
        incidents.stand();
        return out;
    }

    /**
     * Orders a throttle for each reported step whose threshold is still reached. A higher budget, a lower forecast or
     * the end of the period therefore ends the throttle.
     */
    private void orders() {
        for (int slot = Slots.FIRST_STEP; slot < Slots.FIRST_STEP + Slots.steps(b); slot++) {
            BudgetStep step = Slots.step(b, slot);
            BudgetState.OpenAlarm told = s.open.get(slot);
            if (step == null || step.act() != BudgetAct.THROTTLE || told == null || !reached(slot)) continue;
            out.orders.add(new BudgetOrder(step.group(), b.account(), told.incident));
        }
    }

    /**
     * Ends the alarms of steps that are no longer configured. If a removed step is configured again, the step can be
     * reported again.
     */
    private void takenOut() {
        for (int slot : new TreeSet<>(s.open.keySet())) {
            if (!Slots.isTakenOut(b, slot)) continue;
            s.told &= ~(1L << slot);
            incidents.close(slot, Reason.BUDGET_CHANGED);
        }
    }

    /** Ends open alarms when the recording ends. */
    public BudgetOutput end() {
        if (s.first != Long.MIN_VALUE) status();
        incidents.closeAll(Reason.END_OF_INPUT);
        return out;
    }

    private TreeMap<Long, Long> take(long arrival, long due) {
        TreeMap<Long, Long> minutes = new TreeMap<>();
        Iterator<Map.Entry<Long, Long>> entries = s.pending.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Long, Long> entry = entries.next();
            long arrived = Math.floorDiv(entry.getKey(), BudgetState.FARTHEST_BACK);
            if (arrived > arrival) continue;
            long minute = arrived + 1 - Math.floorMod(entry.getKey(), BudgetState.FARTHEST_BACK);
            if (minute > due) continue;
            minutes.merge(minute, entry.getValue(), Long::sum);
            entries.remove();
        }
        return minutes;
    }

    /**
     * Whether all windows are empty and no spend follows for a long time. Every minute without spend then has the same
     * result.
     */
    private static boolean idle(TreeMap<Long, Long> minutes, long next, long due) {
        Long higher = minutes.higherKey(next - 1);
        return (higher == null ? due : higher) - next > LONGEST;
    }

    private void minute(long minute, long nano, boolean jump) {
        int month = s.month;
        long day = s.day;
        Map<Integer, BudgetFigures> last = DataMinute.dayOf(minute) == day ? Map.of() : figures();
        if (jump) s.jump(minute);
        else s.append(nano);
        if (month != s.month) periodOver(true, last);
        if (day != s.day) periodOver(false, last);
        burn(Slots.FAST);
        burn(Slots.SLOW);
        new Season(s).learn(s.open.containsKey(Slots.FAST));
        if (b.monthNano() > 0 && (jump || Math.floorMod(minute, 60L) == 59)) forecast();
        once(Slots.MONTH_SPENT, reached(Slots.MONTH_SPENT));
        once(Slots.DAY_SPENT, reached(Slots.DAY_SPENT));
        steps();
        if (jump || Math.floorMod(minute, 60L) == 59) status();
    }

    /** The budget's figures for each open alarm. */
    private Map<Integer, BudgetFigures> figures() {
        Map<Integer, BudgetFigures> all = new TreeMap<>();
        for (int slot : s.open.keySet()) all.put(slot, new Figures(s, b).of(slot, null));
        return all;
    }

    private void status() {
        if (b.monthNano() > 0) status(Slots.MONTH_SPENT);
        if (b.dayNano() > 0) status(Slots.DAY_SPENT);
    }

    private void status(int slot) {
        out.statuses.add(new BudgetStatus(s.newest, b.scope(), s.open.size(), new Figures(s, b).of(slot, null)));
    }

    /** @param last the budget's figures at the end of the period, by alarm */
    private void periodOver(boolean month, Map<Integer, BudgetFigures> last) {
        for (int slot = Slots.MONTH_SPENT; slot < Slots.FIRST_STEP + Slots.steps(b); slot++) {
            if (Slots.monthly(b, slot) != month) continue;
            s.told &= ~(1L << slot);
            periodOver(slot, last);
        }
        if (!month) return;
        s.forecastLow = s.forecast = s.forecastHigh = -1;
        periodOver(Slots.FORECAST, last);
    }

    private void periodOver(int slot, Map<Integer, BudgetFigures> last) {
        BudgetFigures figures = last.get(slot);
        if (figures != null && s.open.containsKey(slot)) incidents.close(slot, Reason.BUDGET_PERIOD_OVER, figures);
    }

    private void burn(int slot) {
        boolean open = s.open.containsKey(slot);
        BurnWindow burning = null;
        boolean calm = true;
        for (BurnWindow w : BurnWindow.values()) {
            long line = w.fast == (slot == Slots.FAST) ? w.line(b) : Long.MAX_VALUE;
            if (line == Long.MAX_VALUE) continue;
            long spent = s.window(w.length);
            if (spent > line / 5 * 4) calm = false;
            if (spent > line && s.window(w.recent) > w.recentLine(line) && burning == null) burning = w;
        }
        // a ticket adds nothing while a page about the same spend is open
        boolean told = slot == Slots.SLOW && s.open.containsKey(Slots.FAST);
        if (!open && burning != null && !told) {
            incidents.open(slot, burning);
        } else if (open && calm) {
            incidents.close(slot, Reason.BUDGET_CALM);
        }
    }

    private void forecast() {
        new Season(s).forecast();
        boolean open = s.open.containsKey(Slots.FORECAST);
        boolean over = s.forecastLow > b.monthNano() && s.spentOfMonth() <= b.monthNano();
        if (!open && over) {
            incidents.open(Slots.FORECAST, null);
        } else if (open && s.forecast >= 0 && s.forecast <= b.monthNano()) {
            incidents.close(Slots.FORECAST, Reason.BUDGET_CALM);
        }
    }

    private void steps() {
        for (int slot = Slots.FIRST_STEP; slot < Slots.FIRST_STEP + Slots.steps(b); slot++) {
            once(slot, reached(slot));
        }
    }

    /** Whether the condition of this alarm is true now. The alarm must be of a kind that is sent once per period. */
    boolean reached(int slot) {
        if (slot == Slots.MONTH_SPENT) return b.monthNano() > 0 && s.spentOfMonth() >= b.monthNano();
        if (slot == Slots.DAY_SPENT) return b.dayNano() > 0 && s.spentOfDay() >= b.dayNano();
        BudgetStep step = b.steps().get(slot - Slots.FIRST_STEP);
        double amount = b.amount();
        long spent = b.monthly() ? s.spentOfMonth() : s.spentOfDay();
        return step.spent() > 0
                ? spent >= step.spent() * amount
                : b.monthly() && s.forecast >= 0 && s.forecast >= step.forecast() * amount;
    }

    private void once(int slot, boolean reached) {
        BudgetState.OpenAlarm open = s.open.get(slot);
        long amount = Slots.monthly(b, slot) ? b.monthNano() : b.dayNano();
        if (!reached && open != null && open.figures.amountNano() != amount) {
            s.told &= ~(1L << slot);
            incidents.close(slot, Reason.BUDGET_CHANGED);
        }
        if (!reached || (s.told & 1L << slot) != 0) return;
        s.told |= 1L << slot;
        incidents.open(slot, null);
    }

    /** Ends a meter whose budget was removed from the configuration or was given another scope. */
    public static final class Retired {

        private Retired() {}

        /** Whether the budget's scope has changed since its spend was counted. */
        public static boolean isOfAnother(BudgetState s, Budget b) {
            return s.scope != null && !s.scope.equals(b.scope());
        }

        /**
         * Closes all open alarms.
         *
         * @param name    the budget's name
         * @param account the budget's account; it is used if the state is from an older version and does not contain
         *     the account
         * @param now     epoch milliseconds of the safety clock
         */
        public static BudgetOutput close(BudgetState s, String name, String account, long now) {
            BudgetOutput out = new BudgetOutput();
            Scope scope = s.scope == null ? Scope.account(account, Scope.WHOLE) : s.scope;
            new TreeMap<>(s.open).forEach((slot, alarm) -> {
                Budget was = was(name, scope, alarm.figures);
                new BudgetIncidents(s, was, now, true, out).close(slot, Reason.BUDGET_CHANGED);
            });
            return out;
        }

        /**
         * Rebuilds the budget as it was at the time of the alarm, but without its steps, because they are no longer
         * known.
         */
        private static Budget was(String name, Scope scope, BudgetFigures told) {
            long month = told.monthly() ? told.amountNano() : 0;
            long day = told.monthly() ? 0 : told.amountNano();
            return new Budget(name, scope.kind(), scope.account(), scope.key(), month, day, 0, false, List.of());
        }
    }
}
