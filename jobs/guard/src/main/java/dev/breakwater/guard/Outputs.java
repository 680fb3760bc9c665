package dev.breakwater.guard;

import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.guard.file.JsonLinesSink;
import dev.breakwater.guard.file.NewestSink;
import dev.breakwater.guard.file.Rows;
import dev.breakwater.guard.file.Rows.OutputLine;
import dev.breakwater.guard.stage.AssessFunctions;
import dev.breakwater.guard.stage.ControlStage;
import dev.breakwater.guard.stage.Normalise;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Where;
import dev.breakwater.model.DataMinute;
import dev.breakwater.report.incident.DecisionText;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a run. A recording writes new, sorted files. A live run continues existing files
 * and writes each decision into the program's log, as one line.
 *
 * @param segmentBytes size at which a live file is renamed and a new file is begun
 */
record Outputs(String folder, boolean recording, long segmentBytes) {
    /**
     * How long lines wait before they are sorted and written. While lines wait, late samples may still change an alarm
     * minute, and other lines may arrive.
     */
    private static final long ALARM_PATIENCE = 45 * DataMinute.MILLIS;
    /**
     * How long lines about incidents wait. An incident closes long after its end in data time, because its quiet time,
     * hold and cooldown must pass first.
     */
    private static final long INCIDENT_PATIENCE = 26 * 60 * DataMinute.MILLIS;

    private static final long POINT_PATIENCE = 5 * 60 * DataMinute.MILLIS;
    /** Functions report a day within an hour after its end. */
    private static final long DAY_PATIENCE = 90 * DataMinute.MILLIS;

    /** The outputs of a live run. */
    private static final List<Stage> LIVE = List.of(
            Stage.DECISIONS,
            Stage.INCIDENTS,
            Stage.ALARMS,
            Stage.REJECTS,
            Stage.INVENTORY_ROWS,
            Stage.READINESS,
            Stage.POINTS,
            Stage.SPEND,
            Stage.BUDGETS,
            Stage.CALIBRATION);

    /** The name by which people find decisions in the program's log. */
    private static final Logger LOG = LoggerFactory.getLogger("dev.breakwater.guard.DecisionLog");

    /** Names of the files of a live run. */
    static List<String> liveFiles() {
        return LIVE.stream().map(Outputs::file).toList();
    }

    private static String file(Stage stage) {
        return stage.uid() + ".jsonl";
    }

    void write(Streams streams) {
        writeDecisions(streams);
        writeFunctions(streams);
        writeMoney(streams);
        DataStream<OutputLine> rejects =
                rows(streams.samples().getSideOutput(Normalise.REJECTS), Rows::reject, Stage.REJECTS);
        write(rejects, Stage.REJECTS, 0);
    }

    /** @param changes inventory changes: functions that were found, changed, removed or unused */
    void writeInventory(DataStream<InventoryChange> changes) {
        // leave out readings of limits with a lease tag, because they arrive every minute and only control needs them
        DataStream<InventoryChange> told =
                changes.filter(c -> c.sighting() == null).setParallelism(1).uid(Stage.INVENTORY_ROWS.uid() + "-told");
        write(rows(told, Rows::inventory, Stage.INVENTORY_ROWS), Stage.INVENTORY_ROWS, 0);
    }

    private void writeDecisions(Streams streams) {
        var decided = streams.decisions();
        var budgets = streams.budgets();
        MapFunction<Decision, OutputLine> decision = recording ? Rows::decision : Outputs::row;
        write(rows(decided.union(budgets.decisions()), decision, Stage.DECISIONS), Stage.DECISIONS, DataMinute.MILLIS);
        var incidents = decided.getSideOutput(ControlStage.INCIDENTS).union(budgets.incidents());
        write(rows(incidents, Rows::incident, Stage.INCIDENTS), Stage.INCIDENTS, INCIDENT_PATIENCE);
        if (!recording) {
            var open = incidents.union(decided.getSideOutput(ControlStage.STANDINGS), budgets.open());
            rows(open, Rows::open, Stage.OPEN)
                    .sinkTo(NewestSink.ofOpen(folder))
                    .setParallelism(1)
                    .uid(Stage.OPEN.uid());
        }
        var alarms = rows(decided.getSideOutput(ControlStage.ALARMS), Rows::alarm, Stage.ALARMS);
        write(alarms, Stage.ALARMS, ALARM_PATIENCE);
    }

    private void writeFunctions(Streams streams) {
        var functions = streams.functions();
        var readiness = rows(functions.getSideOutput(AssessFunctions.READINESS), Rows::readiness, Stage.READINESS);
        write(readiness, Stage.READINESS, ALARM_PATIENCE);
        write(lines(streams.points().flatMap(Rows::points), Stage.POINTS), Stage.POINTS, POINT_PATIENCE);
        if (recording) return;
        functions
                .getSideOutput(AssessFunctions.FLEET)
                .sinkTo(NewestSink.ofFleet(folder))
                .setParallelism(1)
                .uid(Stage.FLEET.uid());
    }

    /**
     * Writes the lines about money. A live run writes a day's lines within an hour after the day. A charge is written
     * once the feed has passed its minute.
     */
    private void writeMoney(Streams streams) {
        DataStream<DaySpend> days = streams.functions().getSideOutput(AssessFunctions.DAYS);
        if (streams.provisioned().isPresent())
            days = days.union(streams.provisioned().get());
        write(rows(days, Rows::day, Stage.SPEND), Stage.SPEND, DAY_PATIENCE);
        var standings = streams.budgets().standings();
        write(rows(standings, Rows::standing, Stage.BUDGETS), Stage.BUDGETS, ALARM_PATIENCE);
        var bills = rows(streams.bills(), Rows::calibrated, Stage.CALIBRATION);
        write(bills, Stage.CALIBRATION, ALARM_PATIENCE);
    }

    private static <T> DataStream<OutputLine> rows(DataStream<T> of, MapFunction<T, OutputLine> row, Stage stage) {
        return lines(of.map(row), stage);
    }

    private static DataStream<OutputLine> lines(SingleOutputStreamOperator<OutputLine> lines, Stage stage) {
        return lines.returns(TypeInformation.of(OutputLine.class))
                .setParallelism(1)
                .uid(stage.uid() + "-row");
    }

    private void write(DataStream<OutputLine> rows, Stage stage, long patience) {
        String path = folder + '/' + file(stage);
        JsonLinesSink sink =
                recording ? JsonLinesSink.sorted(path, patience) : JsonLinesSink.appending(path, segmentBytes);
        rows.sinkTo(sink).setParallelism(1).uid(stage.uid());
    }

    /** Returns the line for a decision in the file of decisions. */
    public static OutputLine row(Decision d) {
        LOG.info("{}", text(DecisionRow.of(d)));
        return Rows.decision(d);
    }

    /**
     * Returns the text of a decision, for example
     * {@code page orders-api (111122223333 eu-west-1) 12.30 USD above normal in the last hour: ...}.
     */
    public static String text(DecisionRow d) {
        Where where = d.where();
        StringBuilder text = new StringBuilder(DecisionText.label(d));
        if (d.budget() != null)
            text.append(" budget ").append(d.budget().figures().name());
        else text.append(' ').append(where.function() == null && where.group() == null ? "account" : where.key());
        text.append(" (")
                .append(where.account())
                .append(' ')
                .append(where.region())
                .append(')');
        if (d.budget() == null && d.usdPerHour() > 0) {
            text.append(", ").append(DecisionText.aboveNormal(d));
        }
        text.append(": ").append(DecisionText.sentence(d));
        if (!d.incident().isEmpty()) text.append(" [").append(d.incident()).append(']');
        return text.toString();
    }
}
