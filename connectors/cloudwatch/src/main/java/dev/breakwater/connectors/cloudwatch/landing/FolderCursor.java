package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.RejectReason;
import dev.breakwater.connectors.cloudwatch.Sample;
import dev.breakwater.connectors.cloudwatch.landing.LineBlock.Kind;
import dev.breakwater.connectors.cloudwatch.landing.LineBlock.Thing;
import java.io.Closeable;
import java.util.Set;

/**
 * Takes what one folder holds, thing after thing: {@link #peek} shows the next one, and {@link #take} uses it. Only what was
 * taken is in the state. A sample far ahead of the feed is held back when taken, and is a thing to take again once it is
 * known what becomes of it.
 */
final class FolderCursor implements Closeable {
    private static final String AHEAD = "more than a day ahead of the feed, alone";

    private final LandingFolder folder;
    private final LandingSettings settings;
    private final FileTally tally;
    private final HeldBack held;
    private final ReadAhead reading;

    private String file;
    /** The greatest name that was begun. */
    private String last;

    private long offset;
    private long linesDone;
    private long arrival;

    private HeldBack.Verdict verdict = HeldBack.Verdict.READ_ON;
    private long nextArrival;
    /** The next thing, as it is judged; both null while it is not known. */
    private Thing head;

    private Kind kind;
    private RejectReason reason;
    private String detail;
    /** A folder that cannot be listed, before the next thing. */
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
        held = new HeldBack(state.held());
        reading = new ReadAhead(folder, state, settings, parsers);
        file = state.file();
        last = state.seen().last();
        offset = state.offset();
        linesDone = state.lines();
        arrival = state.arrival();
    }

    /** Lists the folder now; safe to call from another thread. */
    LandingFolder.Listing list() {
        return reading.list();
    }

    /** Takes over what a listing found. */
    void offer(LandingFolder.Listing listing) {
        reading.offer(listing);
    }

    /** True if there is something to take while the feed is at this arrival minute. */
    boolean peek(long feedMinute) {
        verdict = held.verdict(feedMinute, false);
        boolean some = verdict != HeldBack.Verdict.READ_ON || look();
        if (!some) {
            verdict = held.verdict(feedMinute, true);
            some = verdict != HeldBack.Verdict.READ_ON;
        }
        Sample moving = switch (verdict) {
            case USE -> held.first().sample();
            case REFUSE -> null;
            case READ_ON ->
                problem == null && kind == Kind.SAMPLE && !held.keeps(head.sample(), feedMinute) ? head.sample() : null;
        };
        nextArrival = moving == null || !moving.metric().tellsTime() ? arrival : Math.max(arrival, moving.minute());
        return some;
    }

    /** The folder's arrival minute once the next thing is taken, as of the last {@link #peek}. */
    long nextArrival() {
        return nextArrival;
    }

    /** Uses the next thing. */
    void take(ArrivalClock clock, FeedRecord.Output out) {
        switch (verdict) {
            case USE -> use(held.poll().sample(), clock, out);
            case REFUSE -> reject(held.poll().refusal(), clock, out);
            case READ_ON -> {
                if (problem != null) {
                    clock.take(problem, out);
                    problem = null;
                } else if (head != null) {
                    settle();
                    takeHead(clock, out);
                    head = null;
                    kind = null;
                }
            }
        }
    }

    FolderState state() {
        FolderState.Seen seen = new FolderState.Seen(last, reading.deliveries());
        return new FolderState(
                folder.root(), file, offset, linesDone, arrival, tally.rejects(), tally.unused(), held.list(), seen);
    }

    @Override
    public void close() {
        reading.close();
    }

    private void takeHead(ArrivalClock clock, FeedRecord.Output out) {
        switch (kind) {
            case SAMPLE -> {
                if (held.keeps(head.sample(), clock.minute())) {
                    Reject refusal = reading.block().reject(head, RejectReason.AHEAD_OF_FEED, AHEAD);
                    held.add(new FolderState.Held(head.sample(), refusal));
                } else {
                    use(head.sample(), clock, out);
                }
            }
            case REFUSED -> {
                if (tally.show(reason, detail)) {
                    clock.take(reading.block().reject(head, reason, detail), out);
                }
            }
            case SPENT -> clock.take(head.ready(), out);
            case FILE_END -> {
                tally.close(file, r -> clock.take(r, out));
                reading.done(file);
            }
            case SKIP -> {}
        }
    }

    private void use(Sample used, ArrivalClock clock, FeedRecord.Output out) {
        arrival = nextArrival;
        clock.take(used, out);
    }

    private void reject(Reject refuted, ArrivalClock clock, FeedRecord.Output out) {
        if (tally.show(refuted.reason(), refuted.detail())) {
            clock.take(refuted, out);
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
                judge();
            }
        }
        return problem != null || head != null;
    }

    private void judge() {
        if (head == null) {
            return;
        }
        kind = head.kind();
        reason = head.reason();
        detail = head.detail();
        Sample sample = head.sample();
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
}
