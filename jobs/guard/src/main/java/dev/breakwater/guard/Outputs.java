package dev.breakwater.guard;

import dev.breakwater.guard.file.JsonLinesSink;
import dev.breakwater.guard.wire.Row;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The files of a run. A recording's are new and sorted; a live run continues what is there. */
final class Outputs {

    private static final long MINUTE = 60_000;
    /** An alarm minute may still be raised while late samples of it may come. */
    private static final long ALARM_PATIENCE = 45 * MINUTE;
    /** An incident ends in data time long before it is closed: quiet time, hold and cooldown lie between. */
    private static final long INCIDENT_PATIENCE = 26 * 60 * MINUTE;

    private final String folder;
    private final boolean recording;

    Outputs(String folder, boolean recording) {
        this.folder = folder;
        this.recording = recording;
    }

    void decisions(SingleOutputStreamOperator<Row> rows, SingleOutputStreamOperator<Row> ofBudgets) {
        write(both(rows, ofBudgets, Stage.DECISIONS), Stage.DECISIONS, MINUTE);
    }

    void incidents(SingleOutputStreamOperator<Row> rows, SingleOutputStreamOperator<Row> ofBudgets) {
        write(both(rows, ofBudgets, Stage.INCIDENTS), Stage.INCIDENTS, INCIDENT_PATIENCE);
    }

    /** What functions spent in a day; told up to a quarter of an hour after it. */
    void spend(SingleOutputStreamOperator<Row> rows) {
        write(rows, Stage.SPEND, ALARM_PATIENCE);
    }

    /** A charge is held against our count when the feed has passed it. */
    void calibration(SingleOutputStreamOperator<Row> rows) {
        write(rows, Stage.CALIBRATION, ALARM_PATIENCE);
    }

    void budgets(SingleOutputStreamOperator<Row> rows) {
        write(rows, Stage.BUDGETS, ALARM_PATIENCE);
    }

    void alarms(SingleOutputStreamOperator<Row> rows) {
        write(rows, Stage.ALARMS, ALARM_PATIENCE);
    }

    void rejects(SingleOutputStreamOperator<Row> rows) {
        write(rows, Stage.REJECTS, 0);
    }

    void inventory(SingleOutputStreamOperator<Row> rows) {
        write(rows, Stage.INVENTORY_ROWS, 0);
    }

    void readiness(SingleOutputStreamOperator<Row> rows) {
        write(rows, Stage.READINESS, ALARM_PATIENCE);
    }

    void points(SingleOutputStreamOperator<Row> rows) {
        write(rows, Stage.POINTS, 5 * 60 * MINUTE);
    }

    private void write(SingleOutputStreamOperator<Row> rows, Stage stage, long patience) {
        rows.setParallelism(1).uid(stage.uid() + "-row");
        write((DataStream<Row>) rows, stage, patience);
    }

    private static DataStream<Row> both(
            SingleOutputStreamOperator<Row> rows, SingleOutputStreamOperator<Row> ofBudgets, Stage stage) {
        rows.setParallelism(1).uid(stage.uid() + "-row");
        ofBudgets.setParallelism(1).uid(stage.uid() + "-budget-row");
        return rows.union(ofBudgets);
    }

    private void write(DataStream<Row> rows, Stage stage, long patience) {
        String path = folder + '/' + stage.uid() + ".jsonl";
        JsonLinesSink sink = recording ? JsonLinesSink.sorted(path, patience) : JsonLinesSink.appending(path);
        rows.sinkTo(sink).setParallelism(1).uid(stage.uid()).name(stage.uid());
    }
}
