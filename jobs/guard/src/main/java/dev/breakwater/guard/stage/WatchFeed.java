package dev.breakwater.guard.stage;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Pulse;
import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.engine.watch.SilenceWatch;
import dev.breakwater.engine.watch.SilenceWatch.SilenceEvent;
import dev.breakwater.engine.watch.SilenceWatch.SilenceState;
import dev.breakwater.engine.watch.Watched;
import dev.breakwater.engine.watch.Watched.Subject;
import dev.breakwater.guard.JobMetrics;
import dev.breakwater.guard.file.WriteProbe;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Reports if a feed, an account and region of a feed, or the job's checkpoints fall silent, or if files cannot be
 * written. The checks use processing time, because data time stops when a feed is silent. The watch is a separate
 * operator, because it must report even if no element ever arrives.
 *
 * <p>A polled feed is alive while its polling continues, even if no function ran. An account and region of a polled
 * feed is alive unless a gap was reported for that account and region alone. A landing folder is alive only while
 * usable samples arrive. Any other source is alive while it sends samples, or pulses of the whole feed.
 */
public final class WatchFeed extends AbstractStreamOperator<SilenceEvent>
        implements OneInputStreamOperator<FeedRecord, SilenceEvent> {

    /**
     * The longest interval between two checks, in milliseconds. The interval is shorter if a subject's patience is
     * short.
     */
    private static final long LOOK_EVERY_MILLIS = 10_000;

    private final List<Watched> watched;
    private final boolean alone;
    private final String folder;
    private final List<String> files;
    private transient WriteProbe probe;
    private transient ListState<SilenceState> stored;
    private transient List<Subjected> subjects;
    private transient Map<Place, Subjected> places;
    private transient List<SilenceState> left;
    private transient long startedAt;
    private transient long refused;
    private transient long unread;
    private transient long newest;
    /** How old the newest minute was when the feed was last seen alive, in milliseconds. */
    private transient volatile long lag;

    /** A watched subject with its state and its newest minute without data. */
    private static final class Subjected {
        private final Watched watched;
        private final SilenceState state;
        private long gapTo;

        Subjected(Watched watched, SilenceState state) {
            this.watched = watched;
            this.state = state;
        }
    }

    /**
     * @param watched the watched subjects, in which each feed comes before its accounts and regions
     * @param alone   whether all metrics come through this feed; if so, platform reports must not hide a stop of the
     *                metrics
     * @param folder  folder with the job's files of lines
     * @param files   names of these files
     */
    public WatchFeed(List<Watched> watched, boolean alone, String folder, List<String> files) {
        this.watched = List.copyOf(watched);
        this.alone = alone;
        this.folder = folder;
        this.files = List.copyOf(files);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        stored =
                context.getOperatorStateStore().getListState(new ListStateDescriptor<>("silences", SilenceState.class));
        startedAt = now();
        Map<String, SilenceState> before = new HashMap<>();
        for (SilenceState state : stored.get()) before.put(state.key, state);
        subjects = new ArrayList<>();
        places = new HashMap<>();
        for (Watched w : watched) {
            SilenceState state = before.remove(w.key());
            Subjected subject = new Subjected(w, state == null ? new SilenceState() : state);
            new SilenceWatch(subject.state, w).start(startedAt);
            subjects.add(subject);
            if (w.subject() == Subject.PLACE) place(subject);
        }
        left = new ArrayList<>(before.values());
    }

    private void place(Subjected place) {
        places.put(new Place(place.watched.account(), place.watched.region()), place);
        boolean ofFeed = subjects.stream().anyMatch(s -> isFeed(s) && (s.state.told || s.state.perhapsTold));
        // the feed's silence was reported, so its account and region need no report
        if (ofFeed) place.state.perhapsTold = false;
    }

    @Override
    public void open() throws Exception {
        super.open();
        probe = new WriteProbe(folder, files);
        show();
        lookAgain();
    }

    @Override
    public void close() throws Exception {
        if (probe != null) probe.close();
        super.close();
    }

    @Override
    public void processElement(StreamRecord<FeedRecord> element) {
        FeedRecord r = element.getValue();
        switch (r.kind()) {
            case SAMPLE -> sample(r.datapoint());
            case PULSE -> pulse(r.pulse(), r.arrivalMinute());
            case REJECT -> reject(r.reject());
            case LATE -> refused++;
        }
    }

    private void show() {
        for (Subjected s : subjects) {
            MetricGroup group = getMetricGroup().addGroup("subject", s.watched.key());
            group.gauge(JobMetrics.SILENT, () -> s.state.told ? 1 : 0);
            group.gauge(JobMetrics.SILENT_SECONDS, () -> Math.max(0, now() - s.state.heardAt) / 1000);
        }
        getMetricGroup().gauge(JobMetrics.LAG, () -> lag / 1000);
    }

    private void reached(long minute) {
        newest = Math.max(newest, minute);
        lag = Math.max(0, now() - (newest + 1) * DataMinute.MILLIS);
    }

    private void reject(Reject r) {
        refused += r.count();
        // the record is a metric of another service
        if (r.reason() != RejectReason.UNUSED_METRIC) unread += r.count();
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        for (Subjected s : subjects) if (s.watched.subject() == Subject.CHECKPOINTS) heard(s);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        List<SilenceState> all = new ArrayList<>(left);
        for (Subjected s : subjects) all.add(s.state);
        stored.update(all);
    }

    private void sample(Datapoint d) {
        boolean metric = d.metric().tellsTime();
        if (metric) reached(d.minute());
        if (alone && !metric) return;
        feedIsHeard();
        Subjected place = places.get(new Place(d.account(), d.region()));
        if (place != null) heard(place);
    }

    private void pulse(Pulse p, long arrivalMinute) {
        if (!p.account().isEmpty()) {
            Subjected place = places.get(new Place(p.account(), p.region()));
            if (place != null) place.gapTo = p.silentTo();
            return;
        }
        if (p.alive()) return;
        reached(arrivalMinute);
        for (Subjected s : subjects) {
            if (isFeed(s) && s.watched.subject() != Subject.LANDING) heard(s);
            // the pulse has the minute that ended, and arrives after all records of that minute
            boolean polled = s.watched.subject() == Subject.PLACE && !s.watched.quiet();
            if (polled && s.gapTo < arrivalMinute) heard(s);
        }
        refused = 0;
        unread = 0;
    }

    private void feedIsHeard() {
        refused = 0;
        unread = 0;
        for (Subjected s : subjects) if (isFeed(s)) heard(s);
    }

    private void heard(Subjected s) {
        new SilenceWatch(s.state, s.watched).heard(startedAt, now());
    }

    private void look(long now) {
        // the clock may have been ahead when the job started
        startedAt = Math.min(startedAt, now);
        for (SilenceState s : left) if (s.told) emit(false, Watched.of(s.key), s, now);
        left.clear();
        boolean blind = false;
        for (Subjected s : subjects) {
            if (s.watched.subject() == Subject.FILES && probe.works()) heard(s);
            // a completely silent feed is reported once, and not again for each of its accounts and regions
            if (blind && s.watched.subject() == Subject.PLACE && !s.state.told) continue;
            switch (new SilenceWatch(s.state, s.watched).look(startedAt, now)) {
                case SILENT -> emit(true, s.watched, s.state, now);
                case BACK -> emit(false, s.watched, s.state, now);
                case NOTHING -> {}
            }
            blind |= isFeed(s) && s.state.told;
        }
    }

    private void emit(boolean raised, Watched w, SilenceState s, long now) {
        String trouble = raised && w.subject() == Subject.FILES ? probe.trouble() : "";
        SilenceEvent event = new SilenceEvent(
                raised,
                s.key,
                w.subject(),
                w.account(),
                w.region(),
                s.sure,
                s.firstAt != 0,
                s.heardAt,
                now,
                refused,
                unread > 0 && unread == refused,
                trouble);
        LOG.warn("{}: {}, last seen at {}", raised ? "Silent" : "Reporting again", s.key, s.heardAt);
        output.collect(new StreamRecord<>(event));
    }

    private void lookAgain() {
        getProcessingTimeService().registerTimer(now() + lookEvery(), at -> {
            look(now());
            lookAgain();
        });
    }

    private long lookEvery() {
        long every = LOOK_EVERY_MILLIS;
        for (Watched w : watched)
            every = Math.min(every, Math.max(100, w.patience().toMillis() / 10));
        return every;
    }

    private static boolean isFeed(Subjected s) {
        return s.watched.subject().isFeed();
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }
}
