package dev.breakwater.guard;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.engine.calibrate.CalibrationReport;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.guard.Streams.BudgetStreams;
import dev.breakwater.guard.stage.AssessAccounts;
import dev.breakwater.guard.stage.AssessFunctions;
import dev.breakwater.guard.stage.Bundle;
import dev.breakwater.guard.stage.CalibrateSpend;
import dev.breakwater.guard.stage.ControlStage;
import dev.breakwater.guard.stage.MeterBudgets;
import dev.breakwater.guard.stage.Normalise;
import dev.breakwater.guard.stage.ThrottleBudgets;
import dev.breakwater.guard.stage.clock.Clocked.KeyClock;
import dev.breakwater.guard.wire.AccountMoney;
import dev.breakwater.guard.wire.BookNews;
import dev.breakwater.guard.wire.ControlInput;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.GroupWord;
import dev.breakwater.guard.wire.SampleSerializer;
import dev.breakwater.guard.wire.Samples;
import dev.breakwater.guard.wire.Samples.SamplesSerializer;
import dev.breakwater.guard.wire.Spend;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Place;
import dev.breakwater.model.Sample;
import dev.breakwater.model.function.FunctionFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.util.OutputTag;

/**
 * The main job.
 *
 * <pre>
 * source ─▶ clock ─▶ normalise ─▶ functions ────────────▶ control ◀──────────▶ limits at AWS
 *                        │       per function         ┌─▶ per account+region
 *                        ▼             │ contributions│        ├─▶ notify
 *                     rejects          ▼              │        └─▶ decisions, incidents, alarms
 *                                 assess accounts ────┘
 *
 * functions ─▶ spend ─▶ meter budgets ─▶ notify, decisions, incidents
 *     │                      │ orders
 *     └─ standings ──▶ throttle budgets ─▶ control
 *                         per group
 * assess accounts ─▶ provisioned ─▶ meter budgets
 * aws budgets ─▶ route ─▶ meter aws budgets ─▶ as meter budgets
 * source ─▶ watch ─▶ notify
 * </pre>
 */
public final class SurgeGuardJob {

    /** Has no elements. Stages of a job without a new book are connected to it. */
    private static final OutputTag<FleetChange> NOTHING =
            new OutputTag<>("nothing", TypeInformation.of(FleetChange.class));

    private final GuardSettings settings;
    private final Ports ports;
    private KeyedStages keyed;

    /** @param settings settings without the fleet, because each stage would store the fleet in the job graph */
    private SurgeGuardJob(GuardSettings settings, Ports ports) {
        this.settings = settings;
        this.ports = ports;
    }

    /** Adds the job to the environment. */
    public static void build(StreamExecutionEnvironment env, GuardSettings settings, Ports ports) {
        new SurgeGuardJob(settings.of(Map.of()), ports).build(env, settings.fleet());
        env.getTransformations().stream()
                .flatMap(t -> t.getTransitivePredecessors().stream())
                .forEach(SurgeGuardJob::label);
    }

    /** Names an operator by its uid, and lets nothing scale an operator that must work alone. */
    private static void label(Transformation<?> operator) {
        if (operator.getUid() == null) return;
        operator.setName(operator.getUid());
        if (worksAlone(operator)) operator.setMaxParallelism(1);
    }

    /**
     * Returns whether an operator has one instance and shares no task with a keyed operator. After a keyed operator,
     * single operators share its task if the job's parallelism is 1. The maximum parallelism of such a task must not be
     * 1, because a checkpoint with it could not be restored with a higher parallelism.
     */
    private static boolean worksAlone(Transformation<?> operator) {
        return operator.isParallelismConfigured()
                && operator.getParallelism() == 1
                && operator.getTransitivePredecessors().stream().noneMatch(PartitionTransformation.class::isInstance);
    }

    private void build(StreamExecutionEnvironment env, Map<String, FunctionFacts> fleet) {
        Sources sources = new Sources(env, ports);
        Optional<DataStream<InventoryChange>> inventory = sources.inventory();
        Optional<DataStream<Place>> watched = sources.watched();
        Optional<DataStream<BookNews>> news = sources.books();
        SingleOutputStreamOperator<FeedRecord> feed = sources.feed();
        keyed = new KeyedStages(fleet, settings.control().owners(), feed.getSideOutput(NOTHING), inventory, news);
        Streams streams = stages(sources, feed, inventory, watched, news);
        new Sinks(ports, keyed, settings).attach(streams);
        Outputs outputs = new Outputs(ports.folder(), settings.recording(), ports.segmentBytes());
        outputs.write(streams);
        inventory.ifPresent(outputs::writeInventory);
    }

    private Streams stages(
            Sources sources,
            DataStream<FeedRecord> feed,
            Optional<DataStream<InventoryChange>> inventory,
            Optional<DataStream<Place>> watched,
            Optional<DataStream<BookNews>> news) {
        SingleOutputStreamOperator<Sample> samples = normalise(feed);
        KeyedStages.Informed informed = keyed.inform(bundle(samples));
        SingleOutputStreamOperator<Assessment> functions = keyed.judgeFunctions(informed.samples(), settings);
        SingleOutputStreamOperator<Assessment> accounts = assessAccounts(functions);
        Optional<SingleOutputStreamOperator<DaySpend>> provisioned = keyed.payProvisioned(accounts, settings);
        BudgetStreams budgets = BudgetStreams.of(meterBudgets(with(AssessFunctions.SPEND, functions, provisioned)));
        return new Streams(
                samples,
                functions,
                accounts,
                control(
                        functions.union(accounts, throttleBudgets(functions, budgets.orders())),
                        heard(sources, inventory, watched, samples, functions),
                        informed.facts()),
                budgets,
                calibrate(samples, with(AssessFunctions.ACCOUNT_SPEND, functions, provisioned), sources.charges()),
                provisioned,
                sources.silences(),
                inventory.flatMap(i -> watched.map(w -> Sources.unread(i, w))),
                news);
    }

    private SingleOutputStreamOperator<Sample> normalise(DataStream<FeedRecord> feed) {
        StreamExecutionEnvironment env = feed.getExecutionEnvironment();
        int slots = env.getConfiguration().get(TaskManagerOptions.NUM_TASK_SLOTS);
        // there is one key and one instance, so no record can be in a wrong key group, and keyBy would add an exchange
        return DataStreamUtils.reinterpretAsKeyedStream(feed, r -> 0, Types.INT)
                .process(new Normalise(settings.state(), (env.getParallelism() + slots - 1) / slots))
                .returns(SampleSerializer.TYPE)
                .setParallelism(1)
                .uid(Stage.NORMALISE.uid());
    }

    private static SingleOutputStreamOperator<Samples> bundle(DataStream<Sample> samples) {
        return samples.transform(Stage.BUNDLE.uid(), SamplesSerializer.TYPE, new Bundle())
                .setParallelism(1)
                .uid(Stage.BUNDLE.uid());
    }

    private SingleOutputStreamOperator<Assessment> assessAccounts(SingleOutputStreamOperator<Assessment> functions) {
        return keyed.byBook(
                        functions
                                .getSideOutput(AssessFunctions.CONTRIBUTIONS)
                                .keyBy(c -> c.scope().id(), Types.STRING),
                        KeyClock.SCOPE,
                        new AssessAccounts(settings),
                        Assessment.class)
                .uid(Stage.ASSESS_ACCOUNT.uid());
    }

    private SingleOutputStreamOperator<Decision> control(
            DataStream<Assessment> assessments,
            List<DataStream<ControlInput>> besides,
            Optional<DataStream<FleetChange>> facts) {
        DataStream<ControlInput> heard = heard(assessments.map(ControlInput::of), "-assessments");
        for (DataStream<ControlInput> also : besides) heard = heard.union(also);
        return keyed.control(heard, facts, new ControlStage(settings, ports.act()));
    }

    /**
     * Collects control's other inputs. The stage reads tags that were seen, people's requests, and each day's spend for
     * automatic thresholds. In a live run, it also reads the concurrency of functions without a reservation.
     */
    private List<DataStream<ControlInput>> heard(
            Sources sources,
            Optional<DataStream<InventoryChange>> inventory,
            Optional<DataStream<Place>> watched,
            SingleOutputStreamOperator<Sample> samples,
            SingleOutputStreamOperator<Assessment> functions) {
        List<DataStream<ControlInput>> heard = new ArrayList<>();
        if (!settings.recording()) heard.add(samples.getSideOutput(Normalise.USED));
        // a new book may have thresholds that follow the spend
        if (settings.first().policies().isAutomatic() || ports.books().isPresent()) {
            heard.add(heard(functions.getSideOutput(AssessFunctions.DAYS).map(ControlInput::of), "-spent"));
        }
        inventory.ifPresent(i -> heard.add(alone(Sources.sightings(i).map(ControlInput::of), "-observed")));
        watched.ifPresent(w -> heard.add(alone(w.map(ControlInput::of), "-watched")));
        sources.requests().ifPresent(a -> heard.add(alone(a.map(ControlInput::of), "-accepted")));
        return heard;
    }

    private static DataStream<ControlInput> alone(SingleOutputStreamOperator<ControlInput> inputs, String kind) {
        return heard(inputs, kind).setParallelism(1);
    }

    private static SingleOutputStreamOperator<ControlInput> heard(
            SingleOutputStreamOperator<ControlInput> inputs, String kind) {
        return inputs.returns(TypeInformation.of(ControlInput.class)).uid(Stage.CONTROL.uid() + kind);
    }

    /** Joins the outputs for functions and for their provisioned concurrency. */
    private static <T> DataStream<T> with(
            OutputTag<T> what,
            SingleOutputStreamOperator<Assessment> functions,
            Optional<SingleOutputStreamOperator<DaySpend>> provisioned) {
        DataStream<T> of = functions.getSideOutput(what);
        return provisioned.isEmpty() ? of : of.union(provisioned.get().getSideOutput(what));
    }

    private SingleOutputStreamOperator<Decision> meterBudgets(DataStream<Spend> spend) {
        return keyed.byBook(
                        spend.keyBy(Spend::budget, Types.STRING),
                        KeyClock.METER,
                        new MeterBudgets(settings),
                        Decision.class)
                .uid(Stage.METER_BUDGETS.uid());
    }

    private SingleOutputStreamOperator<Assessment> throttleBudgets(
            SingleOutputStreamOperator<Assessment> functions, DataStream<GroupWord> orders) {
        return keyed.byBook(
                        functions
                                .getSideOutput(AssessFunctions.MEMBER_STATES)
                                .union(orders)
                                .keyBy(GroupWord::group, Types.STRING),
                        KeyClock.ALL,
                        new ThrottleBudgets(settings),
                        Assessment.class)
                .uid(Stage.THROTTLE_BUDGETS.uid());
    }

    private SingleOutputStreamOperator<CalibrationReport> calibrate(
            SingleOutputStreamOperator<Sample> samples,
            DataStream<AccountMoney> spent,
            Optional<DataStream<AccountMoney>> charges) {
        DataStream<AccountMoney> money = spent.union(samples.getSideOutput(Normalise.CHARGES));
        if (charges.isPresent()) money = money.union(charges.get());
        return keyed.byBook(
                        money.keyBy(AccountMoney::account, Types.STRING),
                        KeyClock.ACCOUNT,
                        new CalibrateSpend(
                                settings.calibration(), settings.state().lateMinutes()),
                        CalibrationReport.class)
                .uid(Stage.CALIBRATE.uid());
    }
}
