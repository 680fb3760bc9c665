package dev.breakwater.guard;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.budget.BudgetOutput.BudgetStatus;
import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.engine.calibrate.CalibrationReport;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.watch.SilenceWatch.SilenceEvent;
import dev.breakwater.guard.stage.AssessFunctions;
import dev.breakwater.guard.stage.MeterBudgets;
import dev.breakwater.guard.wire.BookNews;
import dev.breakwater.guard.wire.GroupWord;
import dev.breakwater.guard.wire.PlotMinutes;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Sample;
import java.util.List;
import java.util.Optional;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The outputs of the job's stages, including side outputs, for {@link Sinks} and {@link Outputs}. */
record Streams(
        SingleOutputStreamOperator<Sample> samples,
        SingleOutputStreamOperator<Assessment> functions,
        SingleOutputStreamOperator<Assessment> accounts,
        SingleOutputStreamOperator<Decision> decisions,
        BudgetStreams budgets,
        SingleOutputStreamOperator<CalibrationReport> bills,
        Optional<SingleOutputStreamOperator<DaySpend>> provisioned,
        List<DataStream<SilenceEvent>> silences,
        Optional<DataStream<AlarmEvent>> unread,
        Optional<DataStream<BookNews>> books) {

    /** Returns the minutes of each surge, and the minutes before the surge. */
    DataStream<PlotMinutes> points() {
        return functions.getSideOutput(AssessFunctions.POINTS).union(accounts.getSideOutput(AssessFunctions.POINTS));
    }

    /** The output streams of the budget stages. */
    record BudgetStreams(
            DataStream<Decision> decisions,
            DataStream<AlarmEvent> events,
            DataStream<IncidentSnapshot> incidents,
            DataStream<IncidentSnapshot> open,
            DataStream<BudgetStatus> standings,
            DataStream<GroupWord> orders) {

        static BudgetStreams of(SingleOutputStreamOperator<Decision> meters) {
            return new BudgetStreams(
                    meters,
                    meters.getSideOutput(MeterBudgets.EVENTS),
                    meters.getSideOutput(MeterBudgets.INCIDENTS),
                    meters.getSideOutput(MeterBudgets.OPEN),
                    meters.getSideOutput(MeterBudgets.STATUSES),
                    meters.getSideOutput(MeterBudgets.ORDERS));
        }
    }
}
