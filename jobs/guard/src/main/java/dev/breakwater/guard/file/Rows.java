package dev.breakwater.guard.file;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.engine.budget.BudgetOutput.BudgetStatus;
import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.engine.calibrate.CalibrationReport;
import dev.breakwater.engine.control.ControlOutput.AlarmMinute;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.detect.Pulse;
import dev.breakwater.engine.detect.ScopeAssessor.Readiness;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.guard.wire.PlotMinutes;
import dev.breakwater.ledger.AlarmMinuteRow;
import dev.breakwater.ledger.BudgetRow;
import dev.breakwater.ledger.CalibrationRow;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.FleetRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.InventoryRow;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.PlotRow;
import dev.breakwater.ledger.ReadinessRow;
import dev.breakwater.ledger.RejectRow;
import dev.breakwater.ledger.SpendRow;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.util.Collector;

/** The lines of a run's files. Each line has a position in its file: its time, and its order within that time. */
public final class Rows {

    private static final long DAY = 1440 * DataMinute.MILLIS;
    private static final int DIGITS = 12;

    private Rows() {}

    public static OutputLine alarm(AlarmMinute a) {
        return minute(
                a.minute(), number(a.minute()) + '|' + a.incident().scope().id(), AlarmMinuteRow.of(a));
    }

    public static OutputLine decision(Decision d) {
        var s = d.scope();
        String order = String.join("|", s.account(), s.region(), s.key(), number(d.sequence()));
        return new OutputLine(d.at(), order, LedgerJson.line(DecisionRow.of(d)));
    }

    /** Returns the state of an open incident, by id. A later line replaces an earlier line. */
    public static OutputLine open(IncidentSnapshot i) {
        return new OutputLine(DataMinute.endMillis(i.times().minute()), i.incident(), LedgerJson.line(Incident.of(i)));
    }

    /** Returns the line of an open incident that an earlier run wrote. Returns null if the incident has ended. */
    static OutputLine known(Incident i) {
        return i.times().asOf() == null
                ? null
                : new OutputLine(i.times().asOf().toEpochMilli(), i.id(), LedgerJson.line(i));
    }

    /** Returns the line of a function that an earlier run wrote. */
    static OutputLine known(FleetRow row) {
        return row.at() == null ? null : new OutputLine(row.at().toEpochMilli(), row.id(), LedgerJson.line(row));
    }

    /** Returns the line of an incident that has ended. Incidents that were open at the end of the input come last. */
    public static OutputLine incident(IncidentSnapshot i) {
        long endedAt = i.times().endedAt();
        return new OutputLine(
                endedAt < 0 ? Long.MAX_VALUE - 1 : endedAt, i.incident(), LedgerJson.line(Incident.of(i)));
    }

    /** Returns the state of a function, by name. A later line replaces an earlier line. */
    public static OutputLine fleet(Pulse p, Policy policy, boolean assumedPrice) {
        FleetRow row = FleetRow.of(p, policy.name(), policy.protect(), assumedPrice);
        return new OutputLine(row.at().toEpochMilli(), row.id(), LedgerJson.line(row));
    }

    public static OutputLine readiness(Readiness r) {
        return minute(r.firstMinute(), r.scope().id(), ReadinessRow.of(r));
    }

    public static void points(PlotMinutes minutes, Collector<OutputLine> out) {
        for (PlotRow.Point p : of(minutes)) {
            out.collect(minute(p.minute(), number(p.minute()) + '|' + p.scope() + '|' + number(p.onset()), p));
        }
    }

    /** Returns the points in an incident's chart. */
    public static List<PlotRow.Point> of(PlotMinutes m) {
        String scope = m.scope().id();
        return IntStream.range(0, m.minutes().size())
                .mapToObj(i -> {
                    double expected = m.expected().get(i);
                    double noise = 3 * Math.sqrt(expected + 1);
                    return new PlotRow.Point(
                            scope,
                            m.onset(),
                            m.minutes().get(i),
                            m.observed().get(i),
                            expected,
                            Math.max(0, expected * .7 - noise),
                            expected * 1.35 + noise,
                            m.concurrency().get(i),
                            m.usd().get(i),
                            expected * m.usualUsdPerCall());
                })
                .toList();
    }

    public static OutputLine standing(BudgetStatus b) {
        return minute(
                b.minute() + 1,
                b.figures().budget() + '|' + b.scope().id() + '|' + b.figures().monthly(),
                BudgetRow.of(b));
    }

    public static OutputLine day(DaySpend d) {
        return new OutputLine((d.spent().day + 1) * DAY, d.scope().id(), LedgerJson.line(SpendRow.of(d)));
    }

    public static OutputLine calibrated(CalibrationReport c) {
        return minute(c.minute(), c.account(), CalibrationRow.of(c));
    }

    /** Returns the line of a rejected record. Lines of rejected records keep the order of the feed. */
    public static OutputLine reject(FeedRecord record) {
        Reject r = record.reject();
        RejectRow row = new RejectRow(
                r.file(), r.line(), r.reason().wire(), r.detail(), r.count(), r.bytes(), r.sha256(), r.prefix());
        return minute(record.arrivalMinute(), r.file() + '|' + number(r.line()), row);
    }

    public static OutputLine inventory(InventoryChange c) {
        InventoryRow row = new InventoryRow(
                Instant.ofEpochMilli(c.atMillis()),
                c.kind().wire(),
                c.scope().account(),
                c.scope().region(),
                c.scope().kind() == ScopeKind.ACCOUNT ? null : c.scope().key(),
                c.seen() == null ? null : facts(c.seen()),
                c.limits() == null ? null : c.limits().concurrent(),
                c.text().isEmpty() ? null : c.text());
        return new OutputLine(c.atMillis(), c.scope().functionId(), LedgerJson.line(row));
    }

    private static InventoryRow.Facts facts(InventoryChange.Seen seen) {
        FunctionFacts f = seen.facts();
        ReservationFacts reservation = f.reservation();
        boolean reserved = reservation.sensedAt() >= 0 && reservation.previous() >= 0;
        return new InventoryRow.Facts(
                seen.first(),
                f.memoryMb(),
                f.architecture(),
                f.timeoutSeconds(),
                reserved ? IntNode.valueOf(reservation.previous()) : NullNode.instance,
                f.capacity().ephemeralMb(),
                f.capacity().provisioned() < 0 ? null : f.capacity().provisioned(),
                f.modifiedMillis() < 0 ? null : Instant.ofEpochMilli(f.modifiedMillis()));
    }

    private static OutputLine minute(long minute, String order, Object row) {
        return new OutputLine(minute * DataMinute.MILLIS, order, LedgerJson.line(row));
    }

    /** Pads a number with zeros, so that texts sort like numbers. */
    private static String number(long value) {
        String digits = Long.toString(value);
        return "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
    }

    /**
     * A line of an output file.
     *
     * @param time  the line's time in epoch milliseconds; the line is written when the feed is well past this time
     * @param order the position among lines with the same time
     * @param json  the line without its line break
     */
    public record OutputLine(long time, String order, String json) {}
}
