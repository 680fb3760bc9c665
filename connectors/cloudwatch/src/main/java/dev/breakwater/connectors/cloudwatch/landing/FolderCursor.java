package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import dev.breakwater.connectors.cloudwatch.ArrivalClock.ArrivalClocks;
import dev.breakwater.connectors.cloudwatch.ArrivalClock.ArrivalClocks.Place;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.cloudwatch.landing.LineBlock.Kind;
import dev.breakwater.connectors.cloudwatch.landing.LineBlock.Thing;
import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one folder item by item. The method {@link #peek} shows the next item, and {@link #take} uses it. The state
 * contains only items that were taken. A sample that is far ahead of its account is held back until it is clear whether
 * its time is right.
 */
final class FolderCursor implements Closeable {
    private static final String AHEAD = "it is the only sample that is more than a day ahead of its account and region";

    private final LandingFolder folder;
    private final LandingSettings settings;
    private final FileTally tally;
    /** The waiting samples by account and region. An account and region without waiting samples has no entry. */
    private final Map<Place, HeldBack> held = new LinkedHashMap<>();

    private final ReadAhead reading;

    private String file;
    /** The greatest name of a file whose reading began. */
    private String last;

    private long offset;
    private long linesDone;
    private long arrival;

    /**
     * The waiting samples that begin with the next item. Null if the next item comes from the file that is being read.
     */
    private HeldBack judged;

    private HeldBack.Verdict verdict = HeldBack.Verdict.READ_ON;
    private long nextArrival;
    /** The next item and its verdict. Both fields are null while they are unknown. */
    private Thing head;

    private Kind kind;
    private RejectReason reason;
    private String detail;
    /** The reject for a folder that cannot be listed. The reject comes before the next item. */
    private Reject problem;

    FolderCursor(
            LandingFolder folder,
            FolderState state,
            LandingSettings settings,
            Parsers parsers,
            Set<String> namesShown) {
        this.folder = folder;
        this.settings = settings;
        tally = new FileTally(namesShown);
        tally.restore(state);
        for (FolderState.Held waiting : state.held()) {
            hold(waiting);
        }
        reading = new ReadAhead(folder, state, settings, parsers);
        file = state.file();
        last = state.seen().last();
        offset = state.offset();
        linesDone = state.lines();
        arrival = state.arrival();
    }

    /** Lists the folder now. Another thread may call this method. */
    LandingFolder.Listing list() {
        return reading.list();
    }

    /** Accepts the result of a listing. */
    void offer(LandingFolder.Listing listing) {
        reading.offer(listing);
    }

    /** Returns the number of files that were found but not begun. */
    int filesWaiting() {
        return reading.filesWaiting();
    }

    /** Returns the number of files that were begun since the start. */
    long begun() {
        return reading.begun();
    }

    /** Returns true if an item can be taken at the present time of the clocks. */
    boolean peek(ArrivalClocks clocks) {
        judge(clocks, false);
        boolean some = judged != null || look();
        if (!some) {
            judge(clocks, true);
            some = judged != null;
        }
        Datapoint moving = switch (verdict) {
            case USE -> judged.first();
            case REFUSE -> null;
            case READ_ON ->
                problem == null && kind == Kind.SAMPLE && !waits(head.sample(), clocks) ? head.sample() : null;
        };
        nextArrival = moving == null || !moving.metric().tellsTime() ? arrival : Math.max(arrival, moving.minute());
        return some;
    }

    /** Looks for a waiting sample whose verdict is known. */
    private void judge(ArrivalClocks clocks, boolean drained) {
        judged = null;
        verdict = HeldBack.Verdict.READ_ON;
        for (HeldBack of : held.values()) {
            verdict = of.verdict(clocks.minute(of.first()), drained);
            if (verdict != HeldBack.Verdict.READ_ON) {
                judged = of;
                return;
            }
        }
    }

    private boolean waits(Datapoint sample, ArrivalClocks clocks) {
        long minute = clocks.minute(sample);
        return HeldBack.begins(sample, minute)
                || !held.isEmpty() && held.containsKey(Place.of(sample)) && HeldBack.follows(sample, minute);
    }

    private void hold(FolderState.Held waiting) {
        held.computeIfAbsent(Place.of(waiting.sample()), p -> new HeldBack()).add(waiting);
    }

    private FolderState.Held pollHeld() {
        FolderState.Held first = judged.poll();
        if (judged.isEmpty()) {
            held.remove(Place.of(first.sample()));
        }
        return first;
    }

    /** Returns the folder's arrival minute after the next item, as the last call of {@link #peek} found it. */
    long nextArrival() {
        return nextArrival;
    }

    /** Uses the next item. */
    void take(ArrivalClocks clocks, FeedRecord.Output out) {
        switch (verdict) {
            case USE -> use(pollHeld().sample(), clocks, out);
            case REFUSE -> reject(pollHeld().refusal(), clocks, out);
            case READ_ON -> {
                if (problem != null) {
                    clocks.take(problem, out);
                    problem = null;
                } else if (head != null) {
                    settle();
                    takeHead(clocks, out);
                    head = null;
                    kind = null;
                }
            }
        }
    }

    FolderState state() {
        FolderState.Seen seen = new FolderState.Seen(last, reading.deliveries());
        return new FolderState(
                folder.root(), file, offset, linesDone, arrival, tally.rejects(), tally.unused(), waiting(), seen);
    }

    private List<FolderState.Held> waiting() {
        return held.values().stream().flatMap(of -> of.list().stream()).toList();
    }

    @Override
    public void close() {
        reading.close();
    }

    private void takeHead(ArrivalClocks clocks, FeedRecord.Output out) {
        switch (kind) {
            case SAMPLE -> {
                if (waits(head.sample(), clocks)) {
                    Reject refusal = reading.block().reject(head, RejectReason.AHEAD_OF_FEED, AHEAD);
                    hold(new FolderState.Held(head.sample(), refusal));
                } else {
                    use(head.sample(), clocks, out);
                }
            }
            case REFUSED -> {
                if (tally.show(reason, detail)) {
                    clocks.take(reading.block().reject(head, reason, detail), out);
                }
            }
            case SPENT -> clocks.take(head.ready(), out);
            case FILE_END -> {
                tally.close(file, r -> clocks.take(r, out));
                reading.done(file);
            }
            case SKIP -> {}
        }
    }

    private void use(Datapoint used, ArrivalClocks clocks, FeedRecord.Output out) {
        arrival = nextArrival;
        clocks.take(used, out);
    }

    private void reject(Reject refuted, ArrivalClocks clocks, FeedRecord.Output out) {
        if (tally.show(refuted.reason(), refuted.detail())) {
            clocks.take(refuted, out);
        }
    }

    private void settle() {
        file = reading.block().file();
        last = file.compareTo(last) > 0 ? file : last;
        offset = head.next();
        linesDone = head.lines();
    }

    private boolean look() {
        if (problem == null && head == null) {
            problem = reading.pollProblem();
            if (problem == null) {
                head = reading.next();
                classify();
            }
        }
        return problem != null || head != null;
    }

    private void classify() {
        if (head == null) {
            return;
        }
        kind = head.kind();
        reason = head.reason();
        detail = head.detail();
        Datapoint sample = head.sample();
        if (sample == null) {
            return;
        }
        if (!folder.account().isEmpty() && !folder.account().equals(sample.account())) {
            kind = Kind.REFUSED;
            reason = RejectReason.FOREIGN_ACCOUNT;
            detail = sample.account();
        } else if (!settings.range().contains(sample.minute())) {
            kind = Kind.SKIP;
        }
    }

    /**
     * The samples of one account and region in one folder that wait until it is clear whether their timestamps are
     * right. A sample that is more than a day ahead of its account waits, because otherwise all samples after it would
     * be late. If more such samples follow, or the input ends, the waiting sample is accepted. A sample with the
     * present time refutes the waiting sample. The verdict depends only on the waiting samples and the account's
     * arrival minute, so a restore does not change it.
     */
    static final class HeldBack {
        /** A sample that is at most this many minutes ahead of its account's arrival minute need not wait. */
        static final int BELIEVED = 24 * 60;

        /** If this many samples wait, they confirm each other. No further samples are held back then. */
        static final int RUN = 10;

        /** The verdict on the first sample that waits. */
        enum Verdict {
            /** The verdict is open. The next samples must be read first. */
            READ_ON,
            USE,
            REFUSE
        }

        private final Deque<FolderState.Held> queue = new ArrayDeque<>();

        /** True if a sample must wait when no other sample of its account waits. */
        static boolean begins(Datapoint sample, long minute) {
            return minute != ArrivalClock.NONE && sample.minute() - minute > BELIEVED;
        }

        /**
         * Returns true if a sample after a waiting sample must wait too, which is true for every sample that is not
         * late.
         */
        static boolean follows(Datapoint sample, long minute) {
            return minute - sample.minute() <= ArrivalClock.MOST_LATE;
        }

        void add(FolderState.Held held) {
            queue.add(held);
        }

        boolean isEmpty() {
            return queue.isEmpty();
        }

        /** Returns the first waiting sample. Call this method only if a sample waits. */
        Datapoint first() {
            return queue.peek().sample();
        }

        FolderState.Held poll() {
            return queue.poll();
        }

        List<FolderState.Held> list() {
            return List.copyOf(queue);
        }

        /**
         * Returns the verdict on the first sample that waits.
         *
         * @param minute  the account's arrival minute
         * @param drained true if no sample follows at present
         */
        Verdict verdict(long minute, boolean drained) {
            Datapoint first = queue.peek().sample();
            if (!begins(first, minute)) {
                return Verdict.USE;
            }
            long oldest = oldestFollower(minute);
            if (oldest - minute <= BELIEVED) {
                // samples with the present time still arrive, so this sample is refuted if it would make these samples
                // late
                return first.minute() - oldest > ArrivalClock.MOST_LATE ? Verdict.REFUSE : Verdict.USE;
            }
            if (!drained && queue.size() < RUN) {
                return Verdict.READ_ON;
            }
            // several samples in a row are believed, except a sample that is a day ahead of the others
            return first.minute() - oldest > BELIEVED ? Verdict.REFUSE : Verdict.USE;
        }

        /**
         * Returns the oldest minute of the samples after the first, except late samples. Returns the greatest number if
         * there is no such sample.
         */
        private long oldestFollower(long now) {
            long oldest = Long.MAX_VALUE;
            Iterator<FolderState.Held> followers = queue.iterator();
            followers.next();
            while (followers.hasNext()) {
                long minute = followers.next().sample().minute();
                if (now - minute <= ArrivalClock.MOST_LATE) {
                    oldest = Math.min(oldest, minute);
                }
            }
            return oldest;
        }
    }
}
