package dev.breakwater.guard;

import dev.breakwater.connectors.alarms.AlarmEvent;
import dev.breakwater.connectors.alarms.KeyFigures;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.charges.ChargeReading;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.core.budget.BudgetDecision;
import dev.breakwater.core.budget.DaySpend;
import dev.breakwater.core.calibrate.CalibrationReport;
import dev.breakwater.core.control.Decision;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Observation;
import dev.breakwater.core.model.Sample;
import dev.breakwater.guard.convert.ActNotices;
import dev.breakwater.guard.convert.AlarmEvents;
import dev.breakwater.guard.convert.BudgetEvents;
import dev.breakwater.guard.convert.CalibrationEvents;
import dev.breakwater.guard.convert.FigureRows;
import dev.breakwater.guard.convert.InventoryFacts;
import dev.breakwater.guard.convert.ThrottleRequests;
import dev.breakwater.guard.file.BudgetRows;
import dev.breakwater.guard.file.InventoryRows;
import dev.breakwater.guard.file.JsonRows;
import dev.breakwater.guard.file.RejectRows;
import dev.breakwater.guard.stage.AssessAccounts;
import dev.breakwater.guard.stage.AssessFunctions;
import dev.breakwater.guard.stage.CalibrateSpend;
import dev.breakwater.guard.stage.ControlStage;
import dev.breakwater.guard.stage.KeyedStage;
import dev.breakwater.guard.stage.MeterBudgets;
import dev.breakwater.guard.stage.Normalise;
import dev.breakwater.guard.stage.ObserveStage;
import dev.breakwater.guard.stage.Unused;
import dev.breakwater.guard.stage.WithFixedFleet;
import dev.breakwater.guard.stage.WithLiveFleet;
import dev.breakwater.guard.wire.AccountMoney;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.Keys;
import dev.breakwater.guard.wire.Row;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The main job.
 *
 * <pre>
 * source ─▶ normalise ─▶ observe ──────▶ assess functions ─────▶ control ───────────▶ act
 *                │       per function    per function        ┌─▶ per account+region   after the checkpoint
 *                ▼                            │ contributions│        ├─▶ notify
 *             rejects                         ▼              │        └─▶ decisions, incidents, alarms
 *                                        assess accounts ────┘
 *
 * assess functions ─▶ spend ─▶ meter budgets ─▶ notify, decisions, incidents
 * </pre>
 */
public final class SurgeGuardJob {

    private final GuardSettings settings;
    private final Ports ports;
    private final Outputs outputs;
    /** Changes of the fleet for every instance of a stage; null where it does not change. */
    private BroadcastStream<FleetChange> changes;
    /** What was seen of the fleet; null where nobody looks. */
    private DataStream<InventoryChange> deployed;

    private SurgeGuardJob(GuardSettings settings, Ports ports) {
        this.settings = settings;
        this.ports = ports;
        this.outputs = new Outputs(ports.folder(), settings.recording());
    }

    /** Adds the job to the environment. */
    public static void build(StreamExecutionEnvironment env, GuardSettings settings, Ports ports) {
        new SurgeGuardJob(settings, ports).build(env);
    }

    private void build(StreamExecutionEnvironment env) {
        ports.inventory().ifPresent(source -> inventory(env, source));
        SingleOutputStreamOperator<Sample> samples = normalise(source(env));
        SingleOutputStreamOperator<Assessment> functions = assessFunctions(observe(samples));
        SingleOutputStreamOperator<Assessment> accounts = assessAccounts(functions);
        SingleOutputStreamOperator<Decision> decisions = control(functions, accounts);
        SingleOutputStreamOperator<BudgetDecision> budgets = meterBudgets(functions);
        SingleOutputStreamOperator<CalibrationReport> bills = calibrate(env, samples, functions);
        act(decisions);
        tell(decisions, budgets, bills);
        show(decisions);
        write(samples, functions, accounts, decisions, budgets);
        if (deployed != null) writeInventory(functions.getSideOutput(AssessFunctions.DAYS));
        writeMoney(functions, budgets, bills);
    }

    private DataStream<FeedRecord> source(StreamExecutionEnvironment env) {
        List<Ports.Feed> feeds = ports.feeds();
        DataStream<FeedRecord> all = null;
        for (Ports.Feed feed : feeds) {
            DataStream<FeedRecord> one = env.fromSource(
                            feed.source(),
                            ArrivalTime.strategy(feeds.size()),
                            feed.stage().uid())
                    .setParallelism(1)
                    .uid(feed.stage().uid());
            all = all == null ? one : all.union(one);
        }
        return all;
    }

    private void inventory(StreamExecutionEnvironment env, Source<InventoryChange, ?, ?> source) {
        deployed = env.fromSource(source, WatermarkStrategy.noWatermarks(), Stage.INVENTORY.uid())
                .setParallelism(1)
                .uid(Stage.INVENTORY.uid());
        changes = deployed.flatMap(InventoryFacts::changes)
                .returns(TypeInformation.of(FleetChange.class))
                .setParallelism(1)
                .uid(Stage.INVENTORY.uid() + "-change")
                .broadcast(WithLiveFleet.CHANGES);
    }

    /** Runs a keyed stage over the fleet as it is, or as it goes on changing. */
    private <I, O> SingleOutputStreamOperator<O> run(
            KeyedStream<I, String> input, KeyedStage<I, O> stage, Class<O> out) {
        TypeInformation<O> type = TypeInformation.of(out);
        return changes == null
                ? input.process(new WithFixedFleet<>(stage, settings.fleet()), type)
                : input.connect(changes).process(new WithLiveFleet<>(stage, settings.fleet()), type);
    }

    private SingleOutputStreamOperator<Sample> normalise(DataStream<FeedRecord> feed) {
        return feed.process(new Normalise())
                .returns(TypeInformation.of(Sample.class))
                .setParallelism(1)
                .uid(Stage.NORMALISE.uid())
                .name(Stage.NORMALISE.uid());
    }

    private SingleOutputStreamOperator<Observation> observe(DataStream<Sample> samples) {
        return run(samples.keyBy(Keys.FUNCTION_OF_SAMPLE, Types.STRING), new ObserveStage(settings), Observation.class)
                .uid(Stage.OBSERVE.uid())
                .name(Stage.OBSERVE.uid());
    }

    /** Chained to observe by its key: one channel, so that elements and timers keep their order. */
    private SingleOutputStreamOperator<Assessment> assessFunctions(DataStream<Observation> observations) {
        return run(
                        DataStreamUtils.reinterpretAsKeyedStream(
                                observations, Keys.FUNCTION_OF_OBSERVATION, Types.STRING),
                        new AssessFunctions(settings),
                        Assessment.class)
                .uid(Stage.ASSESS_FUNCTION.uid())
                .name(Stage.ASSESS_FUNCTION.uid());
    }

    private SingleOutputStreamOperator<Assessment> assessAccounts(SingleOutputStreamOperator<Assessment> functions) {
        return functions
                .getSideOutput(AssessFunctions.CONTRIBUTIONS)
                .keyBy(Keys.SCOPE_OF_CONTRIBUTION, Types.STRING)
                .process(new AssessAccounts(settings), TypeInformation.of(Assessment.class))
                .uid(Stage.ASSESS_ACCOUNT.uid())
                .name(Stage.ASSESS_ACCOUNT.uid());
    }

    private SingleOutputStreamOperator<Decision> control(
            DataStream<Assessment> functions, DataStream<Assessment> accounts) {
        return run(
                        functions.union(accounts).keyBy(Keys.ACCOUNT_OF_ASSESSMENT, Types.STRING),
                        new ControlStage(settings),
                        Decision.class)
                .uid(Stage.CONTROL.uid())
                .name(Stage.CONTROL.uid());
    }

    private SingleOutputStreamOperator<BudgetDecision> meterBudgets(SingleOutputStreamOperator<Assessment> functions) {
        return functions
                .getSideOutput(AssessFunctions.SPEND)
                .keyBy(Keys.BUDGET_OF_SPEND, Types.STRING)
                .process(new MeterBudgets(settings), TypeInformation.of(BudgetDecision.class))
                .uid(Stage.METER_BUDGETS.uid())
                .name(Stage.METER_BUDGETS.uid());
    }

    private SingleOutputStreamOperator<CalibrationReport> calibrate(
            StreamExecutionEnvironment env,
            SingleOutputStreamOperator<Sample> samples,
            SingleOutputStreamOperator<Assessment> functions) {
        DataStream<AccountMoney> money =
                functions.getSideOutput(AssessFunctions.ACCOUNT_SPEND).union(samples.getSideOutput(Normalise.CHARGES));
        if (ports.charges().isPresent())
            money = money.union(charges(env, ports.charges().get()));
        return money.keyBy(Keys.ACCOUNT_OF_MONEY, Types.STRING)
                .process(new CalibrateSpend(settings.calibration()), TypeInformation.of(CalibrationReport.class))
                .uid(Stage.CALIBRATE.uid())
                .name(Stage.CALIBRATE.uid());
    }

    private static DataStream<AccountMoney> charges(
            StreamExecutionEnvironment env, Source<ChargeReading, ?, ?> source) {
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), Stage.CHARGES.uid())
                .setParallelism(1)
                .uid(Stage.CHARGES.uid())
                .map(c -> new AccountMoney(c.account(), c.minute(), Math.round(c.usd() * 1e9), true, 0))
                .returns(TypeInformation.of(AccountMoney.class))
                .setParallelism(1)
                .uid(Stage.CHARGES.uid() + "-money");
    }

    private void act(SingleOutputStreamOperator<Decision> decisions) {
        ports.act()
                .ifPresent(sink -> end(
                        decisions
                                .getSideOutput(ControlStage.WISHES)
                                .map(ThrottleRequests::of)
                                .returns(ThrottleRequests.TYPE)
                                .setParallelism(1)
                                .uid(Stage.ACT.uid() + "-request")
                                .sinkTo(sink),
                        Stage.ACT));
    }

    private void tell(
            SingleOutputStreamOperator<Decision> decisions,
            SingleOutputStreamOperator<BudgetDecision> budgets,
            SingleOutputStreamOperator<CalibrationReport> bills) {
        List<Channel> ofAlarms =
                ports.channels().stream().filter(Channel::takesAlarms).toList();
        List<Channel> ofActs =
                ports.channels().stream().filter(Channel::takesActs).toList();
        DataStream<AlarmEvent> alarms = null;
        if (!ofAlarms.isEmpty()) {
            DataStream<AlarmEvent> ofBudgets = events(
                    budgets.getSideOutput(MeterBudgets.EVENTS).map(BudgetEvents::of), Stage.NOTIFY.uid() + "-budget");
            alarms = events(
                            decisions.getSideOutput(ControlStage.EVENTS).map(AlarmEvents::of),
                            Stage.NOTIFY.uid() + "-event")
                    .union(ofBudgets, events(bills.flatMap(CalibrationEvents::of), Stage.NOTIFY.uid() + "-bill"));
        }
        DataStream<AlarmEvent> acts = null;
        if (!ofActs.isEmpty()) acts = events(decisions.flatMap(ActNotices::of), Stage.NOTIFY.uid() + "-act");
        for (Channel channel : ports.channels()) {
            DataStream<AlarmEvent> heard =
                    !channel.takesActs() ? alarms : channel.takesAlarms() ? alarms.union(acts) : acts;
            end(heard.sinkTo(channel.sink()), channel.stage());
        }
    }

    private static DataStream<AlarmEvent> events(SingleOutputStreamOperator<AlarmEvent> events, String uid) {
        return events.returns(AlarmEvents.TYPE).setParallelism(1).uid(uid);
    }

    private void show(SingleOutputStreamOperator<Decision> decisions) {
        ports.figures()
                .ifPresent(sink -> end(
                        decisions
                                .getSideOutput(ControlStage.FIGURES)
                                .map(FigureRows::of)
                                .returns(TypeInformation.of(KeyFigures.class))
                                .setParallelism(1)
                                .uid(Stage.FIGURES.uid() + "-row")
                                .sinkTo(sink),
                        Stage.FIGURES));
    }

    private static void end(DataStreamSink<?> sink, Stage stage) {
        sink.setParallelism(1).uid(stage.uid()).name(stage.uid());
    }

    private void write(
            SingleOutputStreamOperator<Sample> samples,
            SingleOutputStreamOperator<Assessment> functions,
            SingleOutputStreamOperator<Assessment> accounts,
            SingleOutputStreamOperator<Decision> decisions,
            SingleOutputStreamOperator<BudgetDecision> budgets) {
        TypeInformation<Row> row = TypeInformation.of(Row.class);
        outputs.rejects(
                samples.getSideOutput(Normalise.REJECTS).map(RejectRows::of).returns(row));
        outputs.decisions(
                decisions.map(JsonRows::decision).returns(row),
                budgets.map(BudgetRows::decision).returns(row));
        outputs.incidents(
                decisions
                        .getSideOutput(ControlStage.INCIDENTS)
                        .map(JsonRows::incident)
                        .returns(row),
                budgets.getSideOutput(MeterBudgets.INCIDENTS)
                        .map(BudgetRows::incident)
                        .returns(row));
        outputs.alarms(decisions
                .getSideOutput(ControlStage.ALARMS)
                .map(JsonRows::alarm)
                .returns(row));
        outputs.readiness(functions
                .getSideOutput(AssessFunctions.READINESS)
                .map(JsonRows::readiness)
                .returns(row));
        if (!settings.recording()) return;
        outputs.points(functions
                .getSideOutput(AssessFunctions.POINTS)
                .union(accounts.getSideOutput(AssessFunctions.POINTS))
                .map(JsonRows::point)
                .returns(row));
    }

    private void writeInventory(DataStream<DaySpend> days) {
        DataStream<InventoryChange> unused = deployed.keyBy(Keys.PLACE_OF_CHANGE, Types.STRING)
                .connect(days.keyBy(Keys.PLACE_OF_DAY, Types.STRING))
                .process(new Unused(), InventoryChange.typeInformation())
                .uid(Stage.UNUSED.uid())
                .name(Stage.UNUSED.uid());
        outputs.inventory(deployed.union(unused).map(InventoryRows::of).returns(TypeInformation.of(Row.class)));
    }

    private void writeMoney(
            SingleOutputStreamOperator<Assessment> functions,
            SingleOutputStreamOperator<BudgetDecision> budgets,
            DataStream<CalibrationReport> calibrations) {
        TypeInformation<Row> row = TypeInformation.of(Row.class);
        outputs.spend(functions
                .getSideOutput(AssessFunctions.DAYS)
                .map(BudgetRows::day)
                .returns(row));
        outputs.budgets(budgets.getSideOutput(MeterBudgets.STANDINGS)
                .map(BudgetRows::standing)
                .returns(row));
        outputs.calibration(calibrations.map(BudgetRows::calibrated).returns(row));
    }
}
