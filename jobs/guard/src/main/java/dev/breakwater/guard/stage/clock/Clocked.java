package dev.breakwater.guard.stage.clock;

import dev.breakwater.engine.budget.BudgetBook.MeterKey;
import dev.breakwater.guard.wire.ArrivalMarks;
import dev.breakwater.model.Scope;
import java.util.List;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Runs a keyed function whose timers follow the clocks of accounts and regions. The key decides which clock applies.
 * Every instance receives the second input.
 */
public final class Clocked<I, J, O> extends CoBroadcastWithKeyedOperator<String, I, J, O> {

    private final KeyClock clockOf;
    private transient ClockedTimers timers;

    public Clocked(
            KeyedBroadcastProcessFunction<String, I, J, O> function,
            MapStateDescriptor<?, ?> broadcast,
            KeyClock clockOf) {
        super(function, List.of(broadcast));
        this.clockOf = clockOf;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K, N> InternalTimerService<N> getInternalTimerService(
            String name, TypeSerializer<N> namespace, Triggerable<K, N> stage) {
        timers = new ClockedTimers(super.getInternalTimerService(name, namespace, stage), stage, this, clockOf);
        return (InternalTimerService<N>) timers;
    }

    @Override
    public void processWatermark1(Watermark mark) throws Exception {
        timers.take(mark);
        output.emitWatermark(mark);
    }

    /** Does nothing. Broadcast elements do not delay a clock, because each element has its own time. */
    @Override
    public void processWatermark2(Watermark mark) {}

    /** Decides which clock the timers of a key use, from the form of the key's text. */
    public enum KeyClock {
        /** The key is {@code account|region}, followed by a name for a function. */
        PLACE,
        /** The key is {@code kind|account|region|key}. */
        SCOPE,
        /** The key is {@code budget|account}. */
        METER,
        /** The clock of an account over all of its regions. */
        ACCOUNT,
        /** The clock of a key without an account. This clock has the newest minute of all accounts. */
        ALL;

        private static final char BETWEEN = '|';

        long of(String key) {
            return switch (this) {
                case PLACE -> place(key, 0);
                case SCOPE -> place(key, key.indexOf(BETWEEN) + 1);
                case METER -> account(MeterKey.parse(key).account());
                case ACCOUNT -> account(key);
                case ALL -> ArrivalMarks.ALL;
            };
        }

        private static long place(String key, int from) {
            int between = key.indexOf(BETWEEN, from);
            int end = key.indexOf(BETWEEN, between + 1);
            return ArrivalMarks.clock(
                    key.substring(from, between), key.substring(between + 1, end < 0 ? key.length() : end));
        }

        private static long account(String account) {
            return account.equals(Scope.WHOLE) ? ArrivalMarks.ALL : ArrivalMarks.ofAccount(account);
        }
    }
}
