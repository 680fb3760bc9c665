package dev.breakwater.guard.stage;

import dev.breakwater.core.detect.AccountMinutes;
import dev.breakwater.core.detect.AccountState;
import dev.breakwater.core.detect.Contribution;
import dev.breakwater.core.detect.SpreadAssessor;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.observe.MinuteJoin;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.wire.Keys;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Judges how many functions of an account are up at once: an attack spread thinly over many. A minute is decided when
 * the feed is two minutes past it, and again when late samples change it.
 */
public final class AssessAccounts extends KeyedProcessFunction<String, Contribution, Assessment> {

    private final PolicyGates gates;
    private final boolean recording;
    private transient ValueState<AccountState> accounts;

    public AssessAccounts(GuardSettings settings) {
        this.gates = new PolicyGates(settings);
        this.recording = settings.recording();
    }

    @Override
    public void open(OpenContext context) {
        accounts = getRuntimeContext().getState(new ValueStateDescriptor<>("account", AccountState.class));
    }

    @Override
    public void processElement(Contribution c, Context context, Collector<Assessment> out) throws Exception {
        AccountState a = accounts.value();
        if (a == null) a = new AccountState();
        long arrival = Clock.minuteOf(context.timestamp());
        AccountMinutes.add(a, c, arrival);
        accounts.update(a);
        context.timerService()
                .registerEventTimeTimer(Clock.endOf(Math.max(arrival, c.minute() + MinuteJoin.PATIENCE - 1)));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Assessment> out) throws Exception {
        AccountState a = accounts.value();
        if (a == null) return;
        long arrival = Clock.minuteOf(timestamp);
        TreeSet<Long> minutes = new TreeSet<>(AccountMinutes.apply(a, arrival));
        long due = arrival + 1 - MinuteJoin.PATIENCE;
        minutes.add(due);
        Scope scope = Keys.accountOf(context.getCurrentKey());
        for (long minute : minutes.headSet(due, true)) judge(a, scope, minute, arrival + 1, context, out);
        boolean more = SpreadAssessor.wantsEveryMinute(a)
                && !Clock.ended(context.timerService().currentWatermark());
        if (more) context.timerService().registerEventTimeTimer(Clock.endOf(arrival + 1));
        accounts.update(a);
    }

    private void judge(
            AccountState a, Scope scope, long minute, long arrival, OnTimerContext context, Collector<Assessment> out) {
        SpreadAssessor.observe(a, scope, minute, arrival, gates.of(scope)).ifPresent(v -> {
            out.collect(v);
            if (recording) Plot.points(a, v).forEach(p -> context.output(AssessFunctions.POINTS, p));
        });
    }
}
