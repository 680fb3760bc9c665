package dev.breakwater.guard.stage;

import dev.breakwater.core.detect.AccountState;
import dev.breakwater.core.detect.Contribution;
import dev.breakwater.core.detect.MinuteSums;
import dev.breakwater.core.detect.RecentMinutes;
import dev.breakwater.core.detect.ScopeAssessor;
import dev.breakwater.core.detect.ScopeState;
import dev.breakwater.core.detect.ScopeView;
import dev.breakwater.core.detect.SpreadAssessor;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.observe.MinuteJoin;
import dev.breakwater.guard.GuardSettings;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Judges what functions add up to: how many of an account are up at once (an attack spread thinly over many), and each
 * group by a baseline of its own. A minute is decided when the feed is two minutes past it, and again when late samples
 * change it.
 */
public final class AssessAccounts extends KeyedProcessFunction<String, Contribution, Assessment> {

    private final PolicyGates gates;
    private final boolean recording;
    private transient ScopeAssessor assessor;
    private transient ValueState<AccountState> accounts;
    private transient ValueState<ScopeState> groups;

    public AssessAccounts(GuardSettings settings) {
        this.gates = new PolicyGates(settings.book());
        this.recording = settings.recording();
    }

    @Override
    public void open(OpenContext context) {
        assessor = new ScopeAssessor();
        accounts = getRuntimeContext().getState(new ValueStateDescriptor<>("account", AccountState.class));
        groups = getRuntimeContext().getState(new ValueStateDescriptor<>("group", ScopeState.class));
    }

    @Override
    public void processElement(Contribution c, Context context, Collector<Assessment> out) throws Exception {
        AccountState a = accounts.value();
        if (a == null) a = new AccountState();
        long arrival = DataMinute.of(context.timestamp());
        a.add(c, arrival);
        accounts.update(a);
        context.timerService()
                .registerEventTimeTimer(Clock.endOf(Math.max(arrival, c.minute() + MinuteJoin.PATIENCE - 1)));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Assessment> out) throws Exception {
        AccountState a = accounts.value();
        if (a == null) return;
        long arrival = DataMinute.of(timestamp);
        TreeSet<Long> minutes = new TreeSet<>(a.apply(arrival));
        long due = arrival + 1 - MinuteJoin.PATIENCE;
        minutes.add(due);
        Scope scope = Scope.parse(context.getCurrentKey());
        ScopeState group = scope.kind() == ScopeKind.GROUP ? groupState() : null;
        for (long minute : minutes.headSet(due, true)) {
            if (group == null) account(a, scope, minute, arrival + 1, context, out);
            else group(a, group, scope, minute, arrival + 1, context, out);
        }
        boolean open = group == null ? SpreadAssessor.wantsEveryMinute(a) : ScopeAssessor.wantsEveryMinute(group);
        if (open && !Clock.ended(context.timerService().currentWatermark())) {
            context.timerService().registerEventTimeTimer(Clock.endOf(arrival + 1));
        }
        if (group != null) groups.update(group);
        accounts.update(a);
    }

    private ScopeState groupState() throws Exception {
        ScopeState s = groups.value();
        return s == null ? new ScopeState() : s;
    }

    private void account(
            AccountState a, Scope scope, long minute, long arrival, OnTimerContext context, Collector<Assessment> out) {
        SpreadAssessor.observe(a, scope, minute, arrival, gates.ofWhole()).ifPresent(v -> emit(a, v, context, out));
    }

    private void group(
            AccountState a,
            ScopeState s,
            Scope scope,
            long minute,
            long arrival,
            OnTimerContext context,
            Collector<Assessment> out) {
        // the sum of the members has a baseline of its own, in which their noise averages out
        s.noteSilence(a.silentFrom, a.silentTo);
        assessor.observe(new ScopeView(s), scope, MinuteSums.of(a, minute), arrival, gates.ofWhole())
                .assessments()
                .forEach(v -> emit(s, v, context, out));
    }

    private void emit(RecentMinutes minutes, Assessment v, OnTimerContext context, Collector<Assessment> out) {
        out.collect(v);
        if (recording) Plot.points(minutes, v).forEach(p -> context.output(AssessFunctions.POINTS, p));
    }
}
