package dev.breakwater.guard.convert;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.calibrate.CalibrationReport;
import dev.breakwater.engine.control.BudgetFigures;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.Severity;
import dev.breakwater.report.incident.Commands;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.util.Collector;

/** Makes the alarm connector's events about budgets, and about a bill that known causes do not explain. */
public final class MoneyEvents {

    private MoneyEvents() {}

    /** @param approving whether each function's throttle needs a person's approval */
    public static AlarmEvent of(IncidentSnapshot e, boolean approving) {
        return AlarmEvents.of(e, summary(e, e.budget(), approving), details(e, e.budget(), approving));
    }

    private static String summary(IncidentSnapshot e, BudgetFigures f, boolean approving) {
        String spent = String.format(
                Locale.ROOT,
                "budget %s (%s): %s of %s USD a %s spent, %s",
                f.budget(),
                what(e.scope()),
                NanoUsd.text(f.spentNano()),
                NanoUsd.text(f.amountNano()),
                f.monthly() ? "month" : "day",
                e.reason().text());
        return e.type() == AlarmAction.RESOLVE ? spent : spent + end(e, f, approving);
    }

    /**
     * Returns the text about when the budget will be exhausted. The result is empty if it is already exhausted, or if
     * it lasts for the whole period.
     */
    private static String end(IncidentSnapshot e, BudgetFigures f, boolean approving) {
        String proposal = f.group().isEmpty() ? "" : "; " + asked(e, approving) + ": throttle group " + f.group();
        if (f.exhaustedAt() < 0 || f.spentNano() >= f.amountNano()) return proposal;
        return "; at " + NanoUsd.text(f.nanoPerHour()) + " USD an hour the budget will be exhausted at "
                + time(f.exhaustedAt()) + proposal;
    }

    /** Names an order by its id, so that a reader can find the order's result. */
    private static String asked(IncidentSnapshot e, boolean approving) {
        return e.reason() == Reason.BUDGET_THROTTLE && !approving ? "ordered" : "proposed";
    }

    private static String what(Scope s) {
        return switch (s.kind()) {
            case ACCOUNT -> s.account().equals(Scope.WHOLE) ? "all accounts" : "account " + s.account();
            case GROUP, FUNCTION -> s.kind().wire() + ' ' + s.key();
        };
    }

    private static Map<String, String> details(IncidentSnapshot e, BudgetFigures f, boolean approving) {
        Map<String, String> d = new LinkedHashMap<>();
        d.put("incident", e.incident());
        d.put("reason", e.reason().text());
        d.put("budget", f.budget());
        d.put("alarm", f.alarm().wire());
        d.put("budget_usd", NanoUsd.text(f.amountNano()));
        d.put("spent_usd", NanoUsd.text(f.spentNano()));
        d.put("counted_since", time(f.since()));
        d.put("usd_per_hour", NanoUsd.text(f.nanoPerHour()));
        d.put("budget_exhausted_at", f.exhaustedAt() < 0 ? "not in this period" : time(f.exhaustedAt()));
        if (f.forecast() >= 0) {
            d.put(
                    "forecast_usd",
                    NanoUsd.text(f.forecast()) + " (" + NanoUsd.text(f.forecastLow()) + " to "
                            + NanoUsd.text(f.forecastHigh()) + ")");
        }
        if (f.assumedPrice())
            d.put("prices", "assumed: the table lacks a price of a region with spend, so a higher price was used");
        if (!f.group().isEmpty() && e.type() != AlarmAction.RESOLVE) {
            d.put(asked(e, approving), "throttle group " + f.group());
            if (approving && e.reason() == Reason.BUDGET_THROTTLE) {
                d.put("approve_with", Commands.approve(e.incident()) + " FUNCTION");
                d.put("decline_with", Commands.decline(e.incident()) + " FUNCTION");
            }
        }
        d.put("explain_with", "breakwater explain " + e.incident());
        return d;
    }

    private static String time(long minute) {
        return Instant.ofEpochSecond(minute * 60)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
    }

    /**
     * Emits a trigger if the difference becomes unexplained, and a resolve if it is explained again. Otherwise emits
     * nothing.
     */
    public static void of(CalibrationReport r, Collector<AlarmEvent> out) {
        if (!r.changed()) return;
        Map<String, String> details = new LinkedHashMap<>();
        details.put("charges_usd", NanoUsd.text(r.nano()));
        details.put("factor", String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", r.factor(), r.low(), r.high()));
        details.put("unexplained", String.format(Locale.ROOT, "%+.1f %%", r.unexplained() * 100));
        out.collect(new AlarmEvent(
                r.alarm() ? AlarmAction.TRIGGER : AlarmAction.RESOLVE,
                "breakwater/calibration/" + r.account(),
                "account " + r.account() + ": " + r.text(),
                Severity.WARNING,
                r.minute() * DataMinute.MILLIS,
                new AlarmEvent.Subject(r.account() + "/all regions", "", "account", "calibration"),
                details));
    }
}
