package dev.breakwater.guard.stage;

import dev.breakwater.engine.detect.ScopeAssessor;
import dev.breakwater.engine.detect.account.AccountState;
import dev.breakwater.engine.detect.account.Contribution;
import dev.breakwater.engine.detect.account.SpreadAssessor;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.RecentMinutes;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.engine.observe.MinuteJoin;
import dev.breakwater.engine.policy.Lines;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.guard.Book;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageContext;
import dev.breakwater.guard.wire.FlatSerializer;
import dev.breakwater.guard.wire.PlotMinutes;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Place;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.util.OutputTag;

/**
 * Judges accounts and groups by sums over their functions. To find an attack that is spread over many functions, the
 * stage counts how many functions of an account are above normal at once. Each group is judged by its own baseline. A
 * minute is judged when the feed is two minutes past it, and again if late samples change it.
 */
public final class AssessAccounts implements KeyedStage<Contribution, Assessment> {

    /** Emits each account and region once per minute. */
    public static final OutputTag<Place> MINUTES = new OutputTag<>("minutes") {};

    private final Book first;
    private final int late;
    private transient ScopeAssessor assessor;
    private transient ValueState<AccountState> accounts;
    /**
     * Contributions since the last timer, each with the minute of its arrival. Contributions are collected, because the
     * state has some KB, and reading and writing it for each contribution would be slow.
     */
    private transient ListState<Tuple2<Long, Contribution>> arrived;

    private transient ValueState<ScopeState> groups;

    public AssessAccounts(GuardSettings settings) {
        this.first = settings.first();
        this.late = settings.state().lateMinutes();
    }

    @Override
    public void open(RuntimeContext context) {
        assessor = new ScopeAssessor();
        accounts = context.getState(new ValueStateDescriptor<>("account", AccountState.class));
        arrived = context.getListState(
                new ListStateDescriptor<>("arrived", Types.TUPLE(Types.LONG, TypeInformation.of(Contribution.class))));
        groups = context.getState(new ValueStateDescriptor<>("group", new FlatSerializer<>(ScopeState.class)));
    }

    @Override
    public void element(Contribution c, StageContext<Assessment> context) throws Exception {
        long arrival = DataMinute.of(context.timestamp());
        arrived.add(Tuple2.of(arrival, c));
        context.timers().registerEventTimeTimer(Clock.endOf(Math.max(arrival, c.minute() + MinuteJoin.PATIENCE - 1)));
    }

    @Override
    public void timer(long timestamp, TimeDomain domain, StageContext<Assessment> context) throws Exception {
        AccountState a = accounts.value();
        if (a == null) a = new AccountState();
        for (Tuple2<Long, Contribution> c : arrived.get()) a.add(c.f1, c.f0);
        arrived.clear();
        long arrival = DataMinute.of(timestamp);
        TreeSet<Long> minutes = new TreeSet<>(a.apply(arrival));
        long due = arrival + 1 - MinuteJoin.PATIENCE;
        minutes.add(due);
        Scope scope = Scope.parse(context.key());
        Gates gates = new PolicyGates(context.book(first, timestamp).policies(), late).ofWhole();
        ScopeState group = scope.kind() == ScopeKind.GROUP ? groupState() : null;
        if (group == null) context.emit(MINUTES, scope.place());
        for (long minute : minutes.headSet(due, true)) {
            if (group == null) account(a, scope, minute, arrival + 1, gates, context);
            else group(a, group, scope, minute, arrival + 1, gates, context);
        }
        boolean open = group == null ? SpreadAssessor.wantsEveryMinute(a) : ScopeAssessor.wantsEveryMinute(group);
        if (open && !Clock.ended(context.timers().currentWatermark())) {
            context.timers().registerEventTimeTimer(Clock.endOf(arrival + 1));
        }
        if (group != null) groups.update(group);
        accounts.update(a);
    }

    private ScopeState groupState() throws Exception {
        ScopeState s = groups.value();
        return s == null ? new ScopeState() : s;
    }

    private void account(
            AccountState a, Scope scope, long minute, long arrival, Gates gates, StageContext<Assessment> context) {
        SpreadAssessor.observe(a, scope, minute, arrival, gates).ifPresent(v -> emit(a, v, context));
    }

    private void group(
            AccountState a,
            ScopeState s,
            Scope scope,
            long minute,
            long arrival,
            Gates gates,
            StageContext<Assessment> context) {
        // a group has its own baseline, so it must know the feed's gaps
        s.silence.note(a.silentFrom, a.silentTo);
        assessor.observe(new ScopeView(s), scope, a.minuteSums(minute), arrival, gates)
                .assessments()
                .forEach(v -> emit(s, v, context));
    }

    private void emit(RecentMinutes minutes, Assessment v, StageContext<Assessment> context) {
        context.emit(v);
        PlotMinutes.of(minutes, v).ifPresent(p -> context.emit(AssessFunctions.POINTS, p));
    }

    /**
     * Computes the cost thresholds that policies set.
     *
     * @param late the most minutes that a sample may be late
     */
    record PolicyGates(PolicyBook book, int late) implements Serializable {
        Gates ofFunction(String name, Map<String, String> tags) {
            Policy policy = book.forFunction(name, tags);
            return of(policy, policy.youngNanoPerHour());
        }

        /**
         * Returns the cost thresholds of a group or account. A group or account without a baseline has no cap, because
         * its functions have caps.
         */
        Gates ofWhole() {
            return of(book.last(), Long.MAX_VALUE);
        }

        private Gates of(Policy policy, long youngNano) {
            // control may require higher thresholds, because it knows the account's usual spend
            Lines least = policy.lines(0);
            return new Gates(
                    least.warnNano(), least.pageNano(), youngNano, policy.auto().any(), late);
        }
    }
}
