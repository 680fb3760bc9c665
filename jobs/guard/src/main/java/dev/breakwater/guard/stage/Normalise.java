package dev.breakwater.guard.stage;

import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Pulse;
import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.guard.FlinkOptions;
import dev.breakwater.guard.JobMetrics;
import dev.breakwater.guard.Stage;
import dev.breakwater.guard.wire.AccountMoney;
import dev.breakwater.guard.wire.ControlInput;
import dev.breakwater.guard.wire.ControlInput.UnreservedUse;
import dev.breakwater.guard.wire.Unwatched;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Place;
import dev.breakwater.model.Sample;
import dev.breakwater.model.Scope;
import dev.breakwater.model.kind.Lambda;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.accumulators.LongMaximum;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.OutputTag;

/**
 * Passes on the samples of functions, and adds the feed's newest gap to each sample. Rejects go to a side output, and
 * late samples are counted.
 *
 * <p>One instance processes all records under one key, because Flink writes only the changes of keyed state to a
 * checkpoint. The names of a million functions are about 90 MB.
 */
public final class Normalise extends KeyedProcessFunction<Integer, FeedRecord, Sample> implements CheckpointedFunction {

    public static final OutputTag<FeedRecord> REJECTS = new OutputTag<>("rejects") {};
    /** The charges of Lambda as AWS reports them. */
    public static final OutputTag<AccountMoney> CHARGES = new OutputTag<>("charges") {};
    /** The concurrency that functions without a reservation use together. */
    public static final OutputTag<ControlInput> USED = new OutputTag<>("used") {};
    /** Messages that functions are not watched, or that all functions are watched again. */
    public static final OutputTag<Unwatched> UNWATCHED = new OutputTag<>("unwatched") {};

    /** Name of the accumulator that counts samples. The following names are also names of counters. */
    public static final String SAMPLES = "samples";

    /** Name of the accumulator that holds the newest data minute. */
    public static final String NEWEST = "newestMinute";

    public static final String LATE = "late";
    public static final String REJECTED = "rejects";
    /** Samples that were ignored because the feed has too many functions. */
    public static final String TOO_MANY_FUNCTIONS = "samplesOfTooManyFunctions";

    private final Settings.State bounds;
    private final int taskManagers;
    private transient LongCounter samples;
    private transient LongMaximum newest;
    private transient LongCounter late;
    private transient LongCounter rejected;
    private transient LongCounter tooMany;
    private transient FunctionKeys keys;
    private transient KnownFunctions known;
    /** The day on which each function was last seen, by the function's id. */
    private transient MapState<String, Long> lastDays;

    private transient boolean restored;
    private transient FeedGaps gaps;
    private transient ListState<String> gapEntries;

    /**
     * @param bounds       how many functions are watched, and how late a sample may come
     * @param taskManagers the number of TaskManagers that share the state of functions
     */
    public Normalise(Settings.State bounds, int taskManagers) {
        this.bounds = bounds;
        this.taskManagers = taskManagers;
    }

    @Override
    public void open(OpenContext context) {
        Stage.requireOneInstance(getRuntimeContext().getTaskInfo());
        samples = getRuntimeContext().getLongCounter(SAMPLES);
        newest = new LongMaximum(0);
        getRuntimeContext().addAccumulator(NEWEST, newest);
        late = getRuntimeContext().getLongCounter(LATE);
        rejected = getRuntimeContext().getLongCounter(REJECTED);
        tooMany = getRuntimeContext().getLongCounter(TOO_MANY_FUNCTIONS);
        keys = new FunctionKeys();
        known = new KnownFunctions(
                FlinkOptions.mostFunctions(bounds, Runtime.getRuntime().maxMemory(), taskManagers), this::store);
        lastDays = getRuntimeContext().getMapState(new MapStateDescriptor<>("functions", Types.STRING, Types.LONG));
        measure(getRuntimeContext().getMetricGroup());
    }

    private void measure(MetricGroup metrics) {
        metrics.<Long, Gauge<Long>>gauge(JobMetrics.SAMPLES, samples::getLocalValuePrimitive);
        metrics.<Long, Gauge<Long>>gauge(JobMetrics.REJECTS, rejected::getLocalValuePrimitive);
        metrics.<Long, Gauge<Long>>gauge(JobMetrics.LATE, late::getLocalValuePrimitive);
        metrics.<Long, Gauge<Long>>gauge(JobMetrics.NEWEST, this::newestSeconds);
        metrics.<Integer, Gauge<Integer>>gauge(JobMetrics.FUNCTIONS, known::size);
        metrics.<Integer, Gauge<Integer>>gauge(JobMetrics.UNWATCHED, known::unwatched);
    }

    private long newestSeconds() {
        long minute = newest.getLocalValuePrimitive();
        return minute == 0 ? 0 : (minute + 1) * DataMinute.MILLIS / 1000;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        gaps = new FeedGaps();
        gapEntries = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("gaps", Types.STRING));
        for (String entry : gapEntries.get()) gaps.restore(entry);
    }

    private void store(FunctionKey function, Long day) {
        try {
            if (day == null) lastDays.remove(function.id());
            else lastDays.put(function.id(), day);
        } catch (Exception e) {
            throw new FlinkRuntimeException("cannot store that " + function.id() + " was seen", e);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        gapEntries.update(gaps.snapshot());
    }

    @Override
    public void processElement(FeedRecord r, Context context, Collector<Sample> out) throws Exception {
        if (!restored) {
            for (Map.Entry<String, Long> last : lastDays.entries()) {
                known.restore(FunctionKey.parse(last.getKey()), last.getValue());
            }
            restored = true;
        }
        switch (r.kind()) {
            case SAMPLE -> sample(r.datapoint(), r.arrivalMinute(), context, out);
            case LATE -> late.add(1);
            case REJECT -> {
                Reject reject = r.reject();
                rejected.add(reject.count());
                // a summary needs no line, because an earlier line already named the metric
                if (!reject.summary() || reject.reason() != RejectReason.UNUSED_METRIC) context.output(REJECTS, r);
            }
            case PULSE -> gaps.note(r.pulse());
        }
    }

    private void sample(Datapoint d, long arrivalMinute, Context context, Collector<Sample> out) {
        if (arrivalMinute - d.minute() > bounds.lateMinutes() && d.metric() != MetricRole.CHARGES) {
            late.add(1);
            return;
        }
        samples.add(1);
        if (d.metric().tellsTime()) newest.add(arrivalMinute);
        known.news(arrivalMinute).ifPresent(news -> context.output(UNWATCHED, news));
        if (d.metric() == MetricRole.CHARGES) {
            // for a charge, the service's name is in the function's field
            if (d.function().equals(Lambda.SERVICE)) context.output(CHARGES, charge(d));
            return;
        }
        if (d.metric() == MetricRole.UNRESERVED_CONCURRENCY) {
            context.output(USED, used(d));
            return;
        }
        // no other metric of a whole region is used
        if (d.function().isEmpty()) return;
        MetricRole metric = d.metric();
        FunctionKey function = keys.of(d.account(), d.region(), d.function());
        if (!admitted(function, arrivalMinute)) return;
        FeedGaps.Gap gap = gaps.of(d.account(), d.region());
        // values that can raise doubts about a billed value come first, so that no wrong cost is emitted
        if (metric == MetricRole.BILLED_MEGABYTE_MILLISECONDS) {
            out.collect(sample(MetricRole.HIGHEST_REPORT, d.max(), function, d, arrivalMinute, gap));
        }
        boolean most = metric == MetricRole.CONCURRENCY || metric == MetricRole.MEMORY_SIZE;
        out.collect(sample(metric, most ? d.max() : d.sum(), function, d, arrivalMinute, gap));
    }

    private static Sample sample(
            MetricRole metric, double value, FunctionKey function, Datapoint d, long arrivalMinute, FeedGaps.Gap gap) {
        return new Sample(function, metric, d.minute(), arrivalMinute, gap.from(), gap.to(), value, d.count());
    }

    private static AccountMoney charge(Datapoint d) {
        return new AccountMoney(d.account(), d.minute(), NanoUsd.of(d.max()), true, 0);
    }

    private static ControlInput used(Datapoint d) {
        return ControlInput.of(
                new Place(d.account(), d.region()), new UnreservedUse(d.minute(), (int) Math.ceil(d.max())));
    }

    private boolean admitted(FunctionKey function, long arrivalMinute) {
        if (known.admits(function, arrivalMinute)) return true;
        tooMany.add(1);
        return false;
    }

    /** The newest gap of the whole feed, and the newest gap of each account and region that alone could not be read. */
    static final class FeedGaps {

        /** The first and the last silent minute. */
        record Gap(long from, long to) {

            static final Gap NONE = new Gap(0, 0);
        }

        /** The key of the whole feed's gap in a checkpoint. */
        private static final Place ALL = new Place("", "");

        private final Map<Place, Gap> places = new TreeMap<>();
        private Gap all = Gap.NONE;

        void note(Pulse pulse) {
            if (!pulse.silent()) return;
            put(new Place(pulse.account(), pulse.region()), new Gap(pulse.silentFrom(), pulse.silentTo()));
        }

        private void put(Place place, Gap gap) {
            if (place.equals(ALL)) all = gap;
            else places.put(place, gap);
        }

        /**
         * Returns the gap that applies to an account and region: the feed's gap or the account's own gap, whichever is
         * later.
         */
        Gap of(String account, String region) {
            if (places.isEmpty()) return all;
            Gap own = places.getOrDefault(new Place(account, region), Gap.NONE);
            return own.to() > all.to() ? own : all;
        }

        /** Returns the gaps for the checkpoint, each as {@code account|region|from|to}. */
        List<String> snapshot() {
            List<String> entries = new ArrayList<>();
            if (!all.equals(Gap.NONE)) entries.add(entry(ALL, all));
            places.forEach((place, gap) -> entries.add(entry(place, gap)));
            return entries;
        }

        private static String entry(Place place, Gap gap) {
            return place.id() + '|' + gap.from() + '|' + gap.to();
        }

        void restore(String entry) {
            String[] parts = entry.split("\\|", 4);
            put(new Place(parts[0], parts[1]), new Gap(Long.parseLong(parts[2]), Long.parseLong(parts[3])));
        }
    }

    /**
     * Creates the keys of functions. The same function usually gets the same object. The cache has a fixed number of
     * slots, so that a million functions need little memory.
     */
    static final class FunctionKeys {

        private static final int SLOTS = 1 << 14;

        private final FunctionKey[] slots = new FunctionKey[SLOTS];

        FunctionKey of(String account, String region, String name) {
            int hash = (account.hashCode() * 31 + region.hashCode()) * 31 + name.hashCode();
            int slot = (hash ^ hash >>> 15) & SLOTS - 1;
            FunctionKey known = slots[slot];
            if (known != null && isOf(known.scope(), account, region, name)) return known;
            return slots[slot] = new FunctionKey(account, region, name);
        }

        private static boolean isOf(Scope scope, String account, String region, String name) {
            return scope.key().equals(name)
                    && scope.account().equals(account)
                    && scope.region().equals(region);
        }
    }
}
