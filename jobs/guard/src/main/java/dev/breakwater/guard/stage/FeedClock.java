package dev.breakwater.guard.stage;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Pulse;
import dev.breakwater.guard.Stage;
import dev.breakwater.guard.wire.ArrivalMarks;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps the arrival minute of each account and region. When the minute advances, this operator sends {@link
 * ArrivalMarks} to all later stages before the first sample of the new minute. If several feeds report an account, the
 * account's clock follows the slowest feed that is not silent.
 *
 * <p>There is one instance, and therefore one reader for each source: a sample costs this operator as much as a reader.
 * A later task passes on the smallest watermark of its inputs. The parts of a message stay together only if all inputs
 * carry the same sequence of watermarks, which two instances could not send. With two instances, clocks would have to
 * be elements that go to each subtask of the next stage. Each subtask would have to keep every clock's smallest minute
 * over its input channels, also in checkpoints, and Flink does not show these channels to an operator.
 *
 * <p>Flink's watermark alignment is not used. Folders are read in the order of their arrival minutes, and an account's
 * clock follows its slowest feed. Samples of a faster feed wait in the state of their function.
 */
public final class FeedClock extends AbstractStreamOperator<FeedRecord>
        implements OneInputStreamOperator<FeedRecord, FeedRecord> {

    /** If a feed has had no sample of an account for this many milliseconds, it no longer delays the other feeds. */
    private static final long SILENT_MILLIS = 120_000;

    private final int feeds;
    private transient Map<Place, Standing> places;
    /** The account that was seen last, cached because consecutive samples are often of the same account. */
    private transient Place last;

    private transient Standing lastStanding;
    private transient ListState<String> stored;
    private transient long sent;
    private transient boolean told;

    /** @param feeds the number of feeds; the milliseconds of a record's timestamp identify its feed */
    public FeedClock(int feeds) {
        this.feeds = feeds;
    }

    /** Returns a record's timestamp: the minute of the source's time, plus the feed's number in milliseconds. */
    public static long stamp(long at, int feed) {
        return at - Math.floorMod(at, DataMinute.MILLIS) + feed;
    }

    /** The clock of an account and region: its minute, each feed's minute, and when each feed was last seen. */
    private static final class Standing {
        private long minute;
        private final long[] reached;
        private final long[] heardAt;

        Standing(int feeds) {
            reached = new long[feeds];
            heardAt = new long[feeds];
        }

        boolean reach(int feed, long to, long now) {
            reached[feed] = Math.max(reached[feed], to);
            heardAt[feed] = now;
            long least = Long.MAX_VALUE;
            for (int i = 0; i < reached.length; i++) {
                if (now - heardAt[i] < SILENT_MILLIS) least = Math.min(least, reached[i]);
            }
            boolean advances = least > minute;
            minute = Math.max(minute, least);
            return advances;
        }
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        Stage.requireOneInstance(getRuntimeContext().getTaskInfo());
        places = new LinkedHashMap<>();
        last = new Place("", "");
        sent = ArrivalMarks.FIRST;
        stored = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("clocks", Types.STRING));
        for (String entry : stored.get()) restore(entry);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        List<String> entries = new ArrayList<>();
        entries.add(String.valueOf(sent));
        places.forEach((place, s) -> entries.add(s.minute
                + Arrays.stream(s.reached).mapToObj(m -> "," + m).collect(Collectors.joining())
                + ' '
                + place.id()));
        stored.update(entries);
    }

    /**
     * Restores an element of the checkpoint: {@code minute,minute of feed 0,... account|region}. The first element is
     * the number of watermarks sent.
     */
    private void restore(String entry) {
        int space = entry.indexOf(' ');
        if (space < 0) {
            sent = Long.parseLong(entry);
            return;
        }
        String[] minutes = entry.substring(0, space).split(",");
        Standing s = new Standing(feeds);
        s.minute = Long.parseLong(minutes[0]);
        for (int i = 0; i < Math.min(feeds, minutes.length - 1); i++) s.reached[i] = Long.parseLong(minutes[i + 1]);
        places.put(Place.parse(entry.substring(space + 1)), s);
    }

    @Override
    public void processElement(StreamRecord<FeedRecord> element) {
        if (!told) tellAll();
        FeedRecord r = element.getValue();
        int feed = feeds == 1 ? 0 : (int) (element.getTimestamp() % DataMinute.MILLIS);
        switch (r.kind()) {
            case SAMPLE -> {
                Datapoint d = r.datapoint();
                if (d.metric().tellsTime()) reach(d.account(), d.region(), feed, r.arrivalMinute());
                output.collect(element);
            }
            case PULSE -> {
                output.collect(element);
                if (r.advances()) advance(r.pulse(), r.advancesTo(), feed);
            }
            default -> output.collect(element);
        }
    }

    private void advance(Pulse pulse, long to, int feed) {
        if (!pulse.account().isEmpty()) {
            reach(pulse.account(), pulse.region(), feed, to);
            return;
        }
        places.forEach((place, standing) -> {
            if (standing.reached[feed] > 0) reach(place, standing, feed, to);
        });
    }

    private void reach(String account, String region, int feed, long to) {
        if (!last.account().equals(account) || !last.region().equals(region)) {
            last = new Place(account, region);
            lastStanding = places.computeIfAbsent(last, p -> new Standing(feeds));
        }
        reach(last, lastStanding, feed, to);
    }

    private void reach(Place place, Standing standing, int feed, long to) {
        if (feeds == 1 && to <= standing.minute) return;
        if (standing.reach(feed, to, feeds == 1 ? 0 : getProcessingTimeService().getCurrentProcessingTime())) {
            tell(place, standing);
        }
    }

    /**
     * Sends all clocks again after a restart. The clock that is furthest behind is sent first, because the other clocks
     * must not advance before it.
     */
    private void tellAll() {
        told = true;
        places.entrySet().stream()
                .filter(e -> e.getValue().minute > 0)
                .sorted(Comparator.comparingLong(e -> e.getValue().minute))
                .forEach(e -> tell(e.getKey(), e.getValue()));
    }

    private void tell(Place place, Standing standing) {
        long[] marks = ArrivalMarks.of(sent, ArrivalMarks.clock(place.account(), place.region()), standing.minute);
        sent += marks.length;
        for (long mark : marks) output.emitWatermark(new Watermark(mark));
    }

    /** Ignores watermarks of feeds, except the watermark at the end of the input. */
    @Override
    public void processWatermark(Watermark mark) {
        if (Clock.ended(mark.getTimestamp())) output.emitWatermark(mark);
    }
}
