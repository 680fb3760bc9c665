package dev.breakwater.guard.stage;

import dev.breakwater.core.detect.Contribution;
import dev.breakwater.core.detect.MinuteSums;
import dev.breakwater.core.detect.ScopeAssessor;
import dev.breakwater.core.detect.ScopeState;
import dev.breakwater.core.detect.Share;
import dev.breakwater.core.detect.Shares;
import dev.breakwater.core.detect.Silence;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Observation;
import dev.breakwater.core.model.Readiness;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.observe.MinuteJoin;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.wire.Keys;
import dev.breakwater.guard.wire.PlotPoint;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Judges each minute of a function against its baseline, and tells its account what the function adds.
 *
 * <p>Its input must come over one channel in the order of arrival (it is chained to {@link ObserveStage}): then elements
 * and timers interleave the same way in every run.
 */
public final class AssessFunctions extends KeyedProcessFunction<String, Observation, Assessment> {

    /** What functions add to their account and to their groups. */
    public static final OutputTag<Contribution> CONTRIBUTIONS = new OutputTag<>("contributions") {};
    /** Points of the pictures in the report; only for recordings. */
    public static final OutputTag<PlotPoint> POINTS = new OutputTag<>("points") {};

    /** When each function's baseline will be ready, said once. */
    public static final OutputTag<Readiness> READINESS = new OutputTag<>("readiness") {};

    private final GuardSettings settings;
    private final PolicyGates gates;
    private transient Memberships memberships;
    private transient ScopeAssessor assessor;
    private transient ValueState<ScopeState> scopes;
    private transient ValueState<Share> shares;

    public AssessFunctions(GuardSettings settings) {
        this.settings = settings;
        this.gates = new PolicyGates(settings);
    }

    @Override
    public void open(OpenContext context) {
        memberships = new Memberships(settings);
        assessor = new ScopeAssessor();
        scopes = getRuntimeContext().getState(new ValueStateDescriptor<>("scope", ScopeState.class));
        shares = getRuntimeContext().getState(new ValueStateDescriptor<>("share", Share.class));
    }

    @Override
    public void processElement(Observation o, Context context, Collector<Assessment> out) throws Exception {
        ScopeState s = scopes.value();
        if (s == null) s = new ScopeState();
        Share share = shares.value();
        if (share == null) share = new Share();
        Silence.note(s, o.silentFrom(), o.silentTo());
        s.deployed = deployed(context.getCurrentKey());
        boolean known = s.firstMinute != Long.MIN_VALUE;
        long day = Clock.dayOf(s.newest);
        MinuteSums sums = new MinuteSums(
                o.minute(),
                o.demand(),
                o.demandCostNano(),
                o.costNano(),
                o.durationMicros(),
                o.concurrency(),
                o.loopsDropped());
        emit(s, assessor.observe(s, o.scope(), sums, o.arrivalMinute(), gates.of(o.scope())), context, out);
        if (!known && s.firstMinute != Long.MIN_VALUE) {
            context.output(READINESS, ScopeAssessor.readiness(s, o.scope()));
        }
        Shares.after(share, s, o).ifPresent(c -> tell(c, o, context));
        if (Clock.dayOf(s.newest) != day) {
            context.timerService().registerEventTimeTimer(Clock.forgetAt(s.newest));
        }
        scopes.update(s);
        shares.update(share);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Assessment> out) throws Exception {
        ScopeState s = scopes.value();
        if (s == null || Clock.ended(context.timerService().currentWatermark())) return;
        Scope scope = Keys.functionOf(context.getCurrentKey());
        if (timestamp == Clock.forgetAt(s.newest)) {
            forget(scope, Clock.minuteOf(timestamp), context);
            return;
        }
        long minute = Clock.minuteOf(timestamp) + 1 - MinuteJoin.PATIENCE;
        if (!ScopeAssessor.wantsEveryMinute(s) || s.newest >= minute) return;
        emit(
                s,
                assessor.observe(s, scope, MinuteSums.idle(minute), minute + MinuteJoin.PATIENCE, gates.of(scope)),
                context,
                out);
        scopes.update(s);
    }

    private long deployed(String function) {
        FunctionFacts facts = settings.fleet().get(function);
        return facts == null || facts.modifiedMinute() < 0 ? Long.MIN_VALUE : facts.modifiedMinute();
    }

    private void tell(Contribution c, Observation o, Context context) {
        context.output(CONTRIBUTIONS, c);
        for (Scope group : memberships.of(o.scope())) {
            context.output(CONTRIBUTIONS, c.to(group, o.silentFrom(), o.silentTo()));
        }
    }

    private void forget(Scope function, long minute, Context context) throws Exception {
        Share share = shares.value();
        if (share != null) Shares.forgotten(share, function, minute).ifPresent(c -> context.output(CONTRIBUTIONS, c));
        memberships.forget(function);
        scopes.clear();
        shares.clear();
    }

    private void emit(ScopeState s, List<Assessment> assessments, Context context, Collector<Assessment> out) {
        for (Assessment a : assessments) {
            out.collect(a);
            if (settings.recording()) Plot.points(s, a).forEach(p -> context.output(POINTS, p));
        }
        if (ScopeAssessor.wantsEveryMinute(s)) {
            context.timerService().registerEventTimeTimer(Clock.endOf(s.newest + MinuteJoin.PATIENCE));
        }
    }
}
