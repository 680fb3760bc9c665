package dev.breakwater.guard.stage;

import dev.breakwater.engine.budget.Budget.BudgetStep;
import dev.breakwater.engine.budget.Budget.BudgetStep.BudgetAct;
import dev.breakwater.engine.budget.BudgetBook;
import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.engine.detect.Judge.Judged;
import dev.breakwater.engine.detect.Pulse;
import dev.breakwater.engine.detect.ScopeAssessor;
import dev.breakwater.engine.detect.ScopeAssessor.Readiness;
import dev.breakwater.engine.detect.account.Contribution;
import dev.breakwater.engine.detect.account.Contribution.Share;
import dev.breakwater.engine.detect.account.ContributionDelta;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.engine.observe.MinuteJoin;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.engine.policy.Windows;
import dev.breakwater.guard.Book;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.file.Rows;
import dev.breakwater.guard.file.Rows.OutputLine;
import dev.breakwater.guard.stage.AssessAccounts.PolicyGates;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageContext;
import dev.breakwater.guard.wire.AccountMoney;
import dev.breakwater.guard.wire.FlatSerializer;
import dev.breakwater.guard.wire.GroupWord;
import dev.breakwater.guard.wire.PlotMinutes;
import dev.breakwater.guard.wire.Spend;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.util.OutputTag;

/**
 * Judges each minute of a function against its baseline, and sends its account the function's contribution.
 */
public final class AssessFunctions implements KeyedStage<Observation, Assessment> {

    /** The contributions of functions to their account and groups. */
    public static final OutputTag<Contribution> CONTRIBUTIONS = new OutputTag<>("contributions") {};
    /** The points of the incidents' charts. */
    public static final OutputTag<PlotMinutes> POINTS = new OutputTag<>("points") {};

    /** The time at which a function's baseline will be ready, emitted once per function. */
    public static final OutputTag<Readiness> READINESS = new OutputTag<>("readiness") {};

    /** The contributions of functions to budgets. */
    public static final OutputTag<Spend> SPEND = new OutputTag<>("spend") {};
    /** The contributions of functions to their account's spend, for each quarter of an hour. */
    public static final OutputTag<AccountMoney> ACCOUNT_SPEND = new OutputTag<>("account-spend") {};
    /** The states of functions in the groups that a budget may throttle. */
    public static final OutputTag<GroupWord> MEMBER_STATES = new OutputTag<>("standings-of-members") {};
    /** The states of functions as lines of the fleet's file. Only live runs have these lines. */
    public static final OutputTag<OutputLine> FLEET = new OutputTag<>("fleet") {};
    /** The spend of a function in a day. */
    public static final OutputTag<DaySpend> DAYS = new OutputTag<>("days") {};

    private final GuardSettings settings;
    private final Book first;
    private transient Memberships memberships;
    private transient Held held;
    private transient ScopeAssessor assessor;
    private transient ValueState<FunctionState> states;
    private transient EarlyJudgement early;

    public AssessFunctions(GuardSettings settings) {
        this.settings = settings;
        this.first = settings.first();
    }

    /** The objects that are made from the book in force. */
    private record Held(Book book, int late, Map<String, PolicyGates> byAccount, MemberStates members) {

        static Held of(Book book, int late) {
            return new Held(book, late, new HashMap<>(), new MemberStates(book.budgets()));
        }

        PolicyGates gates(Subject subject) {
            return byAccount.computeIfAbsent(
                    subject.scope().account(),
                    account -> new PolicyGates(book.policies().in(account), late));
        }
    }

    @Override
    public void open(RuntimeContext context) {
        held = Held.of(first, settings.state().lateMinutes());
        memberships = new Memberships(first.policies().groups());
        assessor = new ScopeAssessor();
        states = context.getState(new ValueStateDescriptor<>("function", new FlatSerializer<>(FunctionState.class)));
        early = new EarlyJudgement(context);
    }

    /** A function and the inventory's facts about it, which are looked up once for all uses. */
    private record Subject(FunctionKey function, FunctionFacts facts) {

        static Subject of(FunctionKey function, StageContext<?> context) {
            return new Subject(function, context.fleet().facts(function.id()));
        }

        Scope scope() {
            return function.scope();
        }

        Map<String, String> tags() {
            return facts == null ? Map.of() : facts.tags();
        }

        long deployed() {
            return facts == null || facts.modifiedMinute() < 0 ? Long.MIN_VALUE : facts.modifiedMinute();
        }
    }

    @Override
    public void element(Observation o, StageContext<Assessment> context) throws Exception {
        at(context.timestamp(), context);
        FunctionState state = states.value();
        Subject subject = Subject.of(o.function(), context);
        if (o.early()) {
            ScopeState remembered = state == null ? null : state.scope;
            early.judge(o, remembered, copy -> view(copy, subject, context), gates(subject), context);
            return;
        }
        if (state == null) {
            state = new FunctionState();
            context.timers().registerEventTimeTimer(Clock.forgetAt(o.minute(), context.key()));
        }
        state.share.hold(settings.state().lateMinutes());
        ScopeState s = state.scope;
        s.silence.note(o.silentFrom(), o.silentTo());
        if (o.arrivalMinute() - o.minute() > ScopeAssessor.JUDGED_LATE) {
            late(state, o, subject, context);
            return;
        }
        ScopeView view = view(s, subject, context);
        boolean known = s.firstMinute != Long.MIN_VALUE;
        long before = s.newest;
        MinuteSums sums = MinuteSums.of(o);
        Gates gates = gates(subject);
        Judged judged = assessor.observe(view, o.scope(), sums, o.arrivalMinute(), gates);
        emit(s, judged, context);
        boolean calm = judged.judged() && !ScopeAssessor.wantsEveryMinute(s);
        if (calm && view.held() && judged.assessments().isEmpty())
            context.emit(ScopeAssessor.calm(view, o.scope(), sums, judged));
        if (!known && s.firstMinute != Long.MIN_VALUE) {
            context.emit(READINESS, ScopeAssessor.readiness(s, o.scope()));
        }
        List<Scope> groups = memberships.of(o.scope(), subject.tags());
        if (held.members.wanted()) held.members.report(view, subject, sums, judged, groups, context);
        Optional<ContributionDelta> delta = ContributionDelta.of(state.share, view, o, judged);
        if (delta.isPresent()) contribute(state.spend, delta.get(), o, groups, subject.facts(), context);
        // the minute is too old to be judged, but its cost still counts
        else if (s.firstMinute != Long.MIN_VALUE) late(state, o, subject, context);
        if (!settings.recording() && isDue(s, before)) pulse(view, subject, context);
        states.update(state);
    }

    @Override
    public void timer(long timestamp, TimeDomain domain, StageContext<Assessment> context) throws Exception {
        at(timestamp, context);
        FunctionKey function = FunctionKey.parse(context.key());
        Scope scope = function.scope();
        FunctionState state = states.value();
        boolean told = state != null
                && FunctionSpend.timer(state, DataMinute.of(timestamp), scope, memberships, settings, context);
        if (told) states.update(state);
        if (Clock.ended(context.timers().currentWatermark())) return;
        ScopeState s = state == null ? null : state.scope;
        early.timer(timestamp, scope, s, known -> view(known, Subject.of(function, context), context), context);
        if (s == null) return;
        if (Clock.isForget(timestamp)) {
            long due = Clock.forgetAt(s.newest, context.key());
            if (timestamp >= due) forget(state.share, scope, DataMinute.of(timestamp), context);
            else context.timers().registerEventTimeTimer(due);
            return;
        }
        long minute = DataMinute.of(timestamp) + 1 - MinuteJoin.PATIENCE;
        if (!ScopeAssessor.wantsEveryMinute(s) || s.newest >= minute) return;
        Subject subject = Subject.of(function, context);
        MinuteSums idle = MinuteSums.idle(minute);
        ScopeView view = view(s, subject, context);
        emit(s, assessor.observe(view, scope, idle, minute + MinuteJoin.PATIENCE, gates(subject)), context);
        states.update(state);
    }

    @SuppressWarnings("ReferenceEquality") // a configuration is read once
    private void at(long timestamp, StageContext<Assessment> context) {
        Book book = context.book(first, timestamp);
        if (book != held.book) held = Held.of(book, settings.state().lateMinutes());
    }

    /**
     * Returns whether to emit the function's state now. The state is emitted every minute during a surge, otherwise
     * once per step.
     */
    private static boolean isDue(ScopeState s, long before) {
        boolean step = Math.floorDiv(s.newest, Pulse.STEP) != Math.floorDiv(before, Pulse.STEP);
        return s.newest != before && (step || ScopeAssessor.wantsEveryMinute(s));
    }

    private void pulse(ScopeView view, Subject subject, StageContext<Assessment> context) {
        Policy policy = held.gates(subject).book().forFunction(subject.scope().key(), subject.tags());
        Scope s = subject.scope();
        boolean assumed = settings.prices().lacks(s, subject.facts());
        context.emit(FLEET, Rows.fleet(Pulse.of(view, s), policy, assumed));
    }

    private Gates gates(Subject subject) {
        return held.gates(subject).ofFunction(subject.scope().key(), subject.tags());
    }

    private ScopeView view(ScopeState s, Subject subject, StageContext<Assessment> context) {
        s.deployed = subject.deployed();
        Windows windows = held.book.policies().windowsOf(subject.scope().key(), subject.tags());
        return new ScopeView(s, windows, ceiling(subject, context));
    }

    /** Returns the largest number of instances that the function could use without Breakwater's throttle. */
    private double ceiling(Subject subject, StageContext<Assessment> context) {
        FunctionFacts facts = subject.facts();
        if (facts == null || !facts.held()) return ScopeView.NOT_HELD;
        if (facts.reservation().previous() >= 0) return facts.reservation().previous();
        Scope function = subject.scope();
        int limit = context.fleet().of(function.account(), function.region()).concurrency();
        return limit >= 0 ? limit : settings.control().accountConcurrency();
    }

    /** Counts the cost of a minute that is too old to be judged. */
    private void late(FunctionState state, Observation o, Subject subject, StageContext<Assessment> context)
            throws Exception {
        ContributionDelta delta = ContributionDelta.late(state.share, o);
        ScopeAssessor.late(state.scope, o.minute(), delta.account().costNano());
        List<Scope> groups = memberships.of(o.scope(), subject.tags());
        FunctionSpend.report(state.spend, held.book.budgets(), delta, o, groups, settings, subject.facts(), context);
        states.update(state);
    }

    private void contribute(
            DaySpend.State spend,
            ContributionDelta delta,
            Observation o,
            List<Scope> groups,
            FunctionFacts facts,
            StageContext<Assessment> context) {
        context.emit(CONTRIBUTIONS, delta.account());
        FunctionSpend.report(spend, held.book.budgets(), delta, o, groups, settings, facts, context);
        for (Scope group : groups) {
            context.emit(CONTRIBUTIONS, delta.to(group, o.silentFrom(), o.silentTo()));
        }
    }

    private void forget(Share share, Scope function, long minute, StageContext<Assessment> context) throws Exception {
        ContributionDelta.forgotten(share, function, minute).ifPresent(c -> context.emit(CONTRIBUTIONS, c));
        memberships.forget(function);
        held.members.told.remove(function);
        states.clear();
        early.forget();
        context.fleet().forget();
    }

    private void emit(ScopeState s, Judged judged, StageContext<Assessment> context) {
        for (Assessment a : judged.assessments()) {
            context.emit(a);
            if (!a.lasts()) PlotMinutes.of(s, a).ifPresent(p -> context.emit(POINTS, p));
        }
        if (ScopeAssessor.wantsEveryMinute(s)) {
            context.timers().registerEventTimeTimer(Clock.endOf(s.newest + MinuteJoin.PATIENCE));
        }
    }

    /**
     * Reports the state of a function to its groups that a budget may throttle, with or without a surge. If the
     * function leaves a group, the group gets one more message. The first message in a run goes to all groups, because
     * the groups in an earlier run are unknown.
     */
    static final class MemberStates {

        private final Set<String> groups;
        /** The groups of each function at its last report. */
        private final Map<Scope, List<Scope>> told = new HashMap<>();

        MemberStates(BudgetBook budgets) {
            groups = budgets.budgets().stream()
                    .flatMap(b -> b.steps().stream())
                    .filter(step -> step.act() == BudgetAct.THROTTLE)
                    .map(BudgetStep::group)
                    .collect(Collectors.toSet());
        }

        /** Returns whether any group needs the states of functions. */
        boolean wanted() {
            return !groups.isEmpty();
        }

        /** Emits the state in a judged minute. Emits nothing for a revision of an older minute. */
        void report(
                ScopeView view,
                Subject subject,
                MinuteSums sums,
                Judged judged,
                List<Scope> memberOf,
                StageContext<?> context) {
            if (view.state().newest != sums.minute()) return;
            List<Scope> before = told.put(subject.scope(), memberOf);
            for (String group : groups) {
                boolean hears = before == null || isIn(group, before) || isIn(group, memberOf);
                if (!hears) continue;
                context.emit(
                        AssessFunctions.MEMBER_STATES,
                        GroupWord.of(group, ScopeAssessor.state(view, subject.scope(), sums, judged), subject.tags()));
            }
        }

        private static boolean isIn(String group, List<Scope> all) {
            return all.stream().anyMatch(g -> g.key().equals(group));
        }
    }
}
