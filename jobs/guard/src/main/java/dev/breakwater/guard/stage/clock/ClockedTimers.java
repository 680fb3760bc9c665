package dev.breakwater.guard.stage.clock;

import dev.breakwater.guard.stage.clock.Clocked.KeyClock;
import dev.breakwater.guard.wire.ArrivalMarks;
import dev.breakwater.model.DataMinute;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.util.function.BiConsumerWithException;

/**
 * The timers of a keyed stage. A timer fires by the clock of its key's account and region. Flink stores the timers with
 * the keyed state, but would fire them by the job's single watermark. This class therefore keeps a copy of the timers
 * in memory, sorted by clock, and fires them when their clock advances. Flink itself fires processing-time timers.
 */
final class ClockedTimers implements InternalTimerService<VoidNamespace> {

    private static final VoidNamespace NONE = VoidNamespace.INSTANCE;

    private final InternalTimerService<VoidNamespace> stored;
    private final Triggerable<String, VoidNamespace> stage;
    private final KeyContext keys;
    private final KeyClock clockOf;
    private final ArrivalMarks marks = new ArrivalMarks();
    /** The keys with waiting timers, by clock and time. */
    private final Map<Long, TreeMap<Long, Set<String>>> due = new HashMap<>();
    /** The time that each clock has reached, in epoch milliseconds. */
    private final Map<Long, Long> passed = new HashMap<>();

    private boolean ended;
    /**
     * The key that was used last, and its clock. The two are cached, because a stage sets several timers for one
     * element.
     */
    private String lastKey;

    private long lastClock;

    /** Copies the stored timers. The stage must have text keys and no namespaces. */
    @SuppressWarnings("unchecked")
    ClockedTimers(InternalTimerService<?> stored, Triggerable<?, ?> stage, KeyContext keys, KeyClock clockOf) {
        this.stored = (InternalTimerService<VoidNamespace>) stored;
        this.stage = (Triggerable<String, VoidNamespace>) stage;
        this.keys = keys;
        this.clockOf = clockOf;
        try {
            this.stored.forEachEventTimeTimer((namespace, time) -> add(time));
        } catch (Exception e) {
            throw new IllegalStateException("the timers of a checkpoint cannot be read", e);
        }
    }

    /** A timer that fires. */
    private record Fired(String getKey, long getTimestamp, VoidNamespace getNamespace)
            implements InternalTimer<String, VoidNamespace> {

        @Override
        public int comparePriorityTo(InternalTimer<?, ?> other) {
            return Long.compare(getTimestamp, other.getTimestamp());
        }
    }

    /** Fires the timers that are due when a clock advances, or all timers at the end. */
    void take(Watermark mark) throws Exception {
        if (mark.getTimestamp() == Long.MAX_VALUE) {
            end();
        } else if (marks.take(mark.getTimestamp())) {
            advance(marks.clock(), marks.minute());
            advance(marks.account(), marks.minute());
            advance(ArrivalMarks.ALL, marks.minute());
        }
    }

    private void advance(long clock, long minute) throws Exception {
        long to = minute * DataMinute.MILLIS - 1;
        if (passed.merge(clock, to, Math::max) > to) return;
        TreeMap<Long, Set<String>> times = due.get(clock);
        while (times != null && !times.isEmpty() && times.firstKey() <= to) fire(times);
    }

    /** Fires all timers at the end of the input. The timers of all clocks are sorted by time. */
    private void end() throws Exception {
        ended = true;
        while (true) {
            TreeMap<Long, Set<String>> first = null;
            for (TreeMap<Long, Set<String>> times : due.values()) {
                boolean before = !times.isEmpty() && (first == null || times.firstKey() < first.firstKey());
                if (before) first = times;
            }
            if (first == null) return;
            fire(first);
        }
    }

    private void fire(TreeMap<Long, Set<String>> times) throws Exception {
        Map.Entry<Long, Set<String>> next = times.pollFirstEntry();
        for (String key : next.getValue()) {
            keys.setCurrentKey(key);
            stored.deleteEventTimeTimer(NONE, next.getKey());
            stage.onEventTime(new Fired(key, next.getKey(), NONE));
        }
    }

    private void add(long time) {
        due.computeIfAbsent(clock(), c -> new TreeMap<>())
                .computeIfAbsent(time, t -> new LinkedHashSet<>())
                .add(lastKey);
    }

    /** Returns the clock of the current key. */
    @SuppressWarnings("ReferenceEquality") // the same key in most calls; an equal one is only looked up again
    private long clock() {
        String key = (String) keys.getCurrentKey();
        if (key != lastKey) lastClock = clockOf.of(key);
        lastKey = key;
        return lastClock;
    }

    @Override
    public void registerEventTimeTimer(VoidNamespace namespace, long time) {
        stored.registerEventTimeTimer(namespace, time);
        add(time);
    }

    @Override
    public void deleteEventTimeTimer(VoidNamespace namespace, long time) {
        throw new UnsupportedOperationException("timers are not deleted; a timer without work does nothing");
    }

    /** Returns the time of the current key's clock. */
    @Override
    public long currentWatermark() {
        if (ended) return Long.MAX_VALUE;
        return passed.getOrDefault(clock(), Long.MIN_VALUE);
    }

    @Override
    public void initializeWatermark(long watermark) {
        stored.initializeWatermark(watermark);
    }

    @Override
    public long currentProcessingTime() {
        return stored.currentProcessingTime();
    }

    @Override
    public void registerProcessingTimeTimer(VoidNamespace namespace, long time) {
        stored.registerProcessingTimeTimer(namespace, time);
    }

    @Override
    public void deleteProcessingTimeTimer(VoidNamespace namespace, long time) {
        stored.deleteProcessingTimeTimer(namespace, time);
    }

    @Override
    public void forEachEventTimeTimer(BiConsumerWithException<VoidNamespace, Long, Exception> each) throws Exception {
        stored.forEachEventTimeTimer(each);
    }

    @Override
    public void forEachProcessingTimeTimer(BiConsumerWithException<VoidNamespace, Long, Exception> each)
            throws Exception {
        stored.forEachProcessingTimeTimer(each);
    }
}
