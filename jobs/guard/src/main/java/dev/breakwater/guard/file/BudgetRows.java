package dev.breakwater.guard.file;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.core.budget.BudgetDecision;
import dev.breakwater.core.budget.BudgetFigures;
import dev.breakwater.core.budget.BudgetIncident;
import dev.breakwater.core.budget.BudgetStanding;
import dev.breakwater.core.budget.DaySpend;
import dev.breakwater.core.calibrate.CalibrationReport;
import dev.breakwater.guard.wire.Row;
import java.time.LocalDate;

/** Lines that speak of spend and budgets: those of surges with an object {@code budget} more, and two files of their own. */
public final class BudgetRows {

    private static final long MINUTE = 60_000;
    private static final long DAY = 1440 * MINUTE;

    private BudgetRows() {}

    public static Row decision(BudgetDecision d) {
        ObjectNode o = JsonRows.object(d.decision());
        o.set("budget", told(d.figures()));
        return JsonRows.row(d.decision(), o);
    }

    public static Row incident(BudgetIncident i) {
        ObjectNode o = JsonRows.object(i.record());
        o.set("budget", told(i.figures()));
        return JsonRows.row(i.record(), o);
    }

    /** Where a budget stands: {@code budgets.jsonl}. */
    public static Row standing(BudgetStanding b) {
        ObjectNode o = JsonNodeFactory.instance.objectNode();
        long at = (b.minute() + 1) * MINUTE;
        o.put("at", JsonRows.time(at));
        JsonRows.scope(o, b.scope());
        figures(o, b.figures());
        o.put("openAlarms", b.open());
        if (b.awsSpentNano() >= 0) o.put("awsActualUsd", JsonRows.usd(b.awsSpentNano()));
        if (b.awsForecastNano() >= 0) o.put("awsForecastUsd", JsonRows.usd(b.awsForecastNano()));
        return new Row(at, b.figures().budget() + '|' + b.scope().id(), JsonRows.text(o));
    }

    /** What a function spent in a day: {@code spend.jsonl}. */
    public static Row day(DaySpend d) {
        ObjectNode o = JsonNodeFactory.instance.objectNode();
        o.put("day", LocalDate.ofEpochDay(d.day()).toString());
        o.put("function", d.scope().key());
        o.put("account", d.scope().account());
        o.put("region", d.scope().region());
        d.groups().forEach(o.putArray("groups")::add);
        o.put("usd", JsonRows.usd(d.nano()));
        o.put("calls", d.calls());
        return new Row((d.day() + 1) * DAY, d.scope().id(), JsonRows.text(o));
    }

    /** What became of a charge that AWS told: {@code calibration.jsonl}. */
    public static Row calibrated(CalibrationReport c) {
        ObjectNode o = JsonNodeFactory.instance.objectNode();
        o.put("at", JsonRows.time(c.minute() * MINUTE));
        o.put("account", c.account());
        o.put("chargedUsd", JsonRows.usd(c.nano()));
        o.put("verdict", c.verdict().wire());
        o.put("detail", c.verdict().text());
        if (c.known()) {
            o.put("factor", JsonRows.rounded(c.factor(), 4));
            o.put("low", JsonRows.rounded(c.low(), 4));
            o.put("high", JsonRows.rounded(c.high(), 4));
        } else {
            o.putNull("factor");
        }
        o.put("unexplained", JsonRows.rounded(c.unexplained(), 4));
        o.put("alarm", c.alarm());
        o.put("difference", c.text());
        return new Row(c.minute() * MINUTE, c.account(), JsonRows.text(o));
    }

    private static ObjectNode told(BudgetFigures f) {
        ObjectNode o = JsonNodeFactory.instance.objectNode();
        o.put("alarm", f.alarm().wire());
        if (f.step() >= 0) o.put("step", f.step());
        if (!f.group().isEmpty()) o.put("group", f.group());
        figures(o, f);
        return o;
    }

    private static void figures(ObjectNode o, BudgetFigures f) {
        o.put("name", f.budget());
        o.put("per", f.monthly() ? "month" : "day");
        o.put("amountUsd", JsonRows.usd(f.amountNano()));
        o.put("spentUsd", JsonRows.usd(f.spentNano()));
        o.put("countedSince", JsonRows.time(f.since() * MINUTE));
        o.put("usdPerHour", JsonRows.usd(f.nanoPerHour()));
        if (f.exhaustedAt() < 0) o.putNull("exhaustedAt");
        else o.put("exhaustedAt", JsonRows.time(f.exhaustedAt() * MINUTE));
        if (f.forecast() < 0) {
            o.putNull("forecastUsd");
            return;
        }
        o.put("forecastUsd", JsonRows.usd(f.forecast()));
        o.putArray("forecastBetweenUsd").add(JsonRows.usd(f.forecastLow())).add(JsonRows.usd(f.forecastHigh()));
    }
}
