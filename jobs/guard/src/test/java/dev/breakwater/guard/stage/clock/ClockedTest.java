package dev.breakwater.guard.stage.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.guard.stage.clock.Clocked.KeyClock;
import dev.breakwater.guard.wire.ArrivalMarks;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClockedTest {

    private static final String A = "111122223333";
    private static final String B = "444455556666";
    private static final long M = 29_540_160;

    private KeyedTwoInputStreamOperatorTestHarness<String, String, String, String> harness;
    private long sent = ArrivalMarks.FIRST;

    /**
     * Sets a timer at the end of the minute that an element names after its last vertical bar, and emits when the timer
     * fires.
     */
    private static final class Alarm extends KeyedBroadcastProcessFunction<String, String, String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(String element, ReadOnlyContext context, Collector<String> out) {
            long minute = Long.parseLong(element.substring(element.lastIndexOf('|') + 1));
            context.timerService().registerEventTimeTimer((M + minute + 1) * 60_000 - 1);
        }

        @Override
        public void processBroadcastElement(String element, Context context, Collector<String> out) {}

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {
            out.collect(context.getCurrentKey() + "@" + (timestamp / 60_000 - M));
        }
    }

    @BeforeEach
    void open() throws Exception {
        harness = harness(KeyClock.PLACE);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void anAccountsTimersFireByItsOwnClockAndNoOther() throws Exception {
        set(A + "|eu|f", 1);
        set(B + "|eu|f", 1);
        set(A + "|us|f", 1);
        advance(A, "eu", 90);
        assertThat(fired()).containsExactly(A + "|eu|f@1");
        advance(B, "eu", 2);
        advance(A, "us", 1);
        assertThat(fired()).containsExactly(B + "|eu|f@1");
    }

    @Test
    void timersOfACheckpointFireByTheirClocksToo() throws Exception {
        set(A + "|eu|f", 1);
        set(A + "|eu|f", 1);
        set(B + "|eu|f", 1);
        OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
        close();
        harness = harness(KeyClock.PLACE);
        harness.initializeState(checkpoint);
        harness.open();
        advance(A, "eu", 2);
        assertThat(fired()).containsExactly(A + "|eu|f@1");
        assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    }

    @Test
    void atTheEndAllFireInTheOrderOfTheirTime() throws Exception {
        set(A + "|eu|f", 8);
        set(B + "|eu|f", 5);
        set(A + "|eu|g", 3);
        harness.processWatermark1(Watermark.MAX_WATERMARK);
        assertThat(fired()).containsExactly(A + "|eu|g@3", B + "|eu|f@5", A + "|eu|f@8");
    }

    @Test
    void aBudgetRunsByItsAccountOrByTheNewestMinuteOfAll() throws Exception {
        close();
        harness = harness(KeyClock.METER);
        harness.open();
        set("each|" + A, 1);
        set("all|*", 1);
        advance(B, "eu", 2);
        assertThat(fired()).containsExactly("all|*@1");
        advance(A, "us", 2);
        assertThat(fired()).containsExactly("each|" + A + "@1");
    }

    private void set(String key, long minute) throws Exception {
        harness.processElement1(key + "|" + minute, M * 60_000);
    }

    private void advance(String account, String region, long minute) throws Exception {
        for (long mark : ArrivalMarks.of(sent, ArrivalMarks.clock(account, region), M + minute)) {
            harness.processWatermark1(new Watermark(mark));
            sent++;
        }
    }

    private List<String> fired() {
        List<String> fired = new ArrayList<>(harness.extractOutputValues());
        harness.getOutput().clear();
        return fired;
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, String, String, String> harness(KeyClock clock)
            throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new Clocked<>(new Alarm(), new MapStateDescriptor<>("none", Types.STRING, Types.STRING), clock),
                e -> e.substring(0, e.lastIndexOf('|')),
                null,
                Types.STRING);
    }
}
