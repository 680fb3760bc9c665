package dev.breakwater.engine.budget.meter;

import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.Budget.BudgetStep;
import dev.breakwater.engine.budget.Budget.BudgetStep.BudgetAct;
import dev.breakwater.engine.budget.BudgetOutput;
import dev.breakwater.engine.budget.BudgetState;
import dev.breakwater.engine.budget.meter.Figures.BurnWindow;
import dev.breakwater.engine.budget.meter.Figures.Slots;
import dev.breakwater.engine.control.BudgetFigures;
import dev.breakwater.engine.control.BudgetFigures.AlarmType;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.Finding;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.IncidentId;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.PlannedSurge;
import dev.breakwater.model.Projection;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.Severity;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Opens and closes the incidents of a budget. Each alarm has its own incident, so that a ticket never hides a page.
 *
 * @param observes whether the mode is observe, so that alerts are only recorded
 */
record BudgetIncidents(BudgetState s, Budget b, long now, boolean observes, BudgetOutput out) {

    /** @param burning the window in which the budget burns too fast, or null */
    void open(int slot, @Nullable BurnWindow burning) {
        BudgetState.OpenAlarm alarm = new BudgetState.OpenAlarm();
        BudgetStep step = Slots.step(b, slot);
        alarm.page = step == null ? b.page() && slot != Slots.SLOW : step.act() == BudgetAct.PAGE;
        alarm.toldMinute = s.newest;
        alarm.onset = burning == null ? new Figures(s, b).periodStart(slot) : s.newest - burning.length + 1;
        alarm.onset = Math.max(alarm.onset, s.first);
        alarm.figures = new Figures(s, b).of(slot, burning);
        alarm.found = finding(slot, burning, alarm);
        alarm.incident = IncidentId.of(
                b.scope().id() + '|' + b.name() + '|' + name(slot) + '|' + alarm.onset + '|' + alarm.toldMinute);
        s.open.put(slot, alarm);
        Reason reason = step != null && step.act() == BudgetAct.THROTTLE ? Reason.BUDGET_THROTTLE : reason(slot);
        decide(alarm, DecisionType.OPEN, reason);
        if (alarm.page) decide(alarm, DecisionType.PAGE, observes ? Reason.MODE_OBSERVE : reason);
        if (step != null && step.act() == BudgetAct.PROPOSE) decide(alarm, DecisionType.PROPOSE, reason);
        out.events.add(incident(slot, alarm, AlarmAction.TRIGGER, reason, -1, alarm.figures));
    }

    /** Closes all open alarms, in an order that does not depend on the state. */
    void closeAll(Reason reason) {
        for (int slot : new TreeSet<>(s.open.keySet())) close(slot, reason);
    }

    void close(int slot, Reason reason) {
        close(slot, reason, new Figures(s, b).of(slot, null));
    }

    /** @param last the budget's figures in the last minute that the alarm covers */
    void close(int slot, Reason reason, BudgetFigures last) {
        BudgetState.OpenAlarm alarm = s.open.remove(slot);
        alarm.figures = last;
        decide(alarm, DecisionType.CLOSE, reason);
        long endedAt = reason == Reason.END_OF_INPUT ? -1 : s.newest * DataMinute.MILLIS;
        IncidentSnapshot over = incident(slot, alarm, AlarmAction.RESOLVE, reason, endedAt, last);
        out.events.add(over);
        out.incidents.add(over);
    }

    private IncidentSnapshot incident(
            int slot,
            BudgetState.OpenAlarm alarm,
            AlarmAction type,
            Reason reason,
            long endedAt,
            BudgetFigures figures) {
        long told = DataMinute.endMillis(alarm.toldMinute);
        // an alert that opened in mode observe is sent if it is still open when the mode changes
        alarm.sent |= !observes;
        return new IncidentSnapshot(
                type,
                reason,
                new IncidentSnapshot.Identity(
                        alarm.incident,
                        "breakwater/" + alarm.incident,
                        b.scope(),
                        IncidentKind.BUDGET,
                        severity(slot, alarm.page)),
                new IncidentSnapshot.Times(
                        s.newest,
                        alarm.onset,
                        told,
                        alarm.page ? told : -1,
                        endedAt,
                        -1,
                        alarm.page && !alarm.sent,
                        false,
                        0),
                alarm.found,
                IncidentSnapshot.Money.NONE,
                IncidentSnapshot.Limits.NONE,
                IncidentSnapshot.Newest.NONE,
                FleetStatus.NONE,
                IncidentSnapshot.Known.NOTHING,
                IncidentSnapshot.Ring.FIRST,
                false,
                figures);
    }

    /**
     * Emits the present state of each open alarm. Emitting a state updates the alarm's page and the next text of its
     * alert, but notifies nobody.
     */
    void stand() {
        new TreeMap<>(s.open).forEach((slot, alarm) -> {
            BudgetStep step = Slots.step(b, slot);
            Reason reason = step != null && step.act() == BudgetAct.THROTTLE ? Reason.BUDGET_THROTTLE : reason(slot);
            BudgetFigures now = new Figures(s, b).of(slot, null);
            IncidentSnapshot open = incident(slot, alarm, AlarmAction.STANDS, reason, -1, now);
            out.events.add(open);
            out.open.add(open);
        });
    }

    private void decide(BudgetState.OpenAlarm alarm, DecisionType type, Reason reason) {
        boolean group = type == DecisionType.PROPOSE;
        Scope scope = group ? Scope.group(b.account(), Scope.WHOLE, alarm.figures.group()) : b.scope();
        out.decisions.add(new Decision(
                new Decision.Made(now, s.newest, s.sequence++, ""),
                scope,
                type,
                new Decision.Why(reason, ""),
                alarm.incident,
                b.name(),
                Decision.Limits.NONE,
                NanoUsd.usd(alarm.figures.nanoPerHour()),
                type == DecisionType.OPEN || type == DecisionType.PAGE ? alarm.found : Finding.NONE,
                alarm.figures));
    }

    /**
     * Compares the pace of spend with a pace that spends the budget evenly. A budget counts all spend, not only spend
     * above normal.
     */
    private Finding finding(int slot, @Nullable BurnWindow burning, BudgetState.OpenAlarm alarm) {
        double hours = (new Figures(s, b).periodEnd(slot) - new Figures(s, b).periodStart(slot)) / 60.0;
        BudgetFigures f = alarm.figures;
        Reading observed = new Reading(0, 0, NanoUsd.usd(f.nanoPerHour()));
        Reading even = new Reading(0, 0, NanoUsd.usd(f.amountNano() / hours));
        Evidence evidence = new Figures(s, b).evidence(slot, burning, f);
        Projection ahead = new Projection(f.nanoPerHour(), 0, 0);
        return new Finding(
                s.newest,
                IncidentKind.BUDGET,
                alarm.onset,
                evidence,
                observed,
                even,
                0,
                ahead,
                PlannedSurge.NONE,
                null);
    }

    private static String name(int slot) {
        if (slot == Slots.DAY_SPENT) return "day-spent";
        return slot >= Slots.FIRST_STEP
                ? "step-" + (slot - Slots.FIRST_STEP)
                : Slots.type(slot).wire();
    }

    private static Reason reason(int slot) {
        return switch (Slots.type(slot)) {
            case FAST_BURN, SLOW_BURN -> Reason.BUDGET_BURN;
            case FORECAST -> Reason.BUDGET_FORECAST;
            case EXHAUSTED -> Reason.BUDGET_EXHAUSTED;
            case STEP -> Reason.BUDGET_STEP;
        };
    }

    private static Severity severity(int slot, boolean page) {
        if (!page) return Severity.WARNING;
        return Slots.type(slot) == AlarmType.EXHAUSTED ? Severity.CRITICAL : Severity.ERROR;
    }
}
