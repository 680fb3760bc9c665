package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.RejectReason;
import dev.breakwater.connectors.cloudwatch.Sample;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource;
import dev.breakwater.connectors.cloudwatch.parse.DeliveryKey;
import dev.breakwater.connectors.cloudwatch.parse.LineReader;
import dev.breakwater.connectors.cloudwatch.parse.MetricStreamParser;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Reads one folder, file after file, line after line, one step ahead: {@link #peek()} shows the next thing, and
 * {@link #take} uses it. Only what was taken is in the state. A sample far ahead of the feed is held back when taken,
 * and is a thing to take again once it is known what becomes of it.
 */
final class FolderCursor implements Closeable {
    private static final String AHEAD = "more than a day ahead of the feed, alone";

    private final LandingFolder folder;
    private final LandingSettings settings;
    private final MetricStreamParser parser;
    private final FileTally tally;
    private final HeldBack held;
    private final LineReader lines = new LineReader();
    private final FoundFiles found = new FoundFiles();
    private final ReadDeliveries deliveries;
    /** Of the current file. */
    private List<DeliveryKey> named = List.of();

    private String file;
    /** The greatest name that was begun: what comes late is less. */
    private volatile String last;

    private ByteSource source; // null: not open
    private long offset;
    private long linesDone;
    private long arrival;

    private HeldBack.Verdict verdict = HeldBack.Verdict.READ_ON;
    private long nextArrival;
    private Head head = Head.NONE;
    private Sample sample;
    private Reject problem;
    private boolean problemEndsFile;
    private RejectReason reason;
    private String detail;

    FolderCursor(
            LandingFolder folder,
            FolderState state,
            LandingSettings settings,
            MetricStreamParser parser,
            Set<String> namesShown) {
        this.folder = folder;
        this.settings = settings;
        this.parser = parser;
        tally = new FileTally(namesShown);
        tally.restore(state);
        held = new HeldBack(state.held());
        deliveries = new ReadDeliveries(state.seen().deliveries());
        file = state.file();
        last = state.seen().last();
        if (!state.seen().deliveries().isEmpty()) folder.lookBack();
        offset = state.offset();
        linesDone = state.lines();
        arrival = state.arrival();
    }

    /** The names that a listing may start after; safe to ask from another thread. */
    LandingFolder.Listing list() {
        return folder.after(last);
    }

    /** Takes over what a listing found. */
    void offer(LandingFolder.Listing listing) {
        found.offer(listing, last);
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
            case READ_ON -> head == Head.SAMPLE && !held.keeps(sample, feedMinute) ? sample : null;
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
                takeHead(clock, out);
                settle();
            }
        }
    }

    FolderState state() {
        FolderState.Seen seen = new FolderState.Seen(last, deliveries.list());
        return new FolderState(
                folder.root(), file, offset, linesDone, arrival, tally.rejects(), tally.unused(), held.list(), seen);
    }

    @Override
    public void close() {
        closeFile();
        folder.close();
    }

    private void closeFile() {
        if (source != null) {
            named = source.deliveries();
            try {
                source.close();
            } catch (IOException e) {
                // it was only read: nothing is lost
            }
            source = null;
        }
    }

    private void takeHead(ArrivalClock clock, FeedRecord.Output out) {
        switch (head) {
            case SAMPLE -> {
                if (held.keeps(sample, clock.minute())) {
                    held.add(new FolderState.Held(sample, lines.reject(file, RejectReason.AHEAD_OF_FEED, AHEAD)));
                } else {
                    use(sample, clock, out);
                }
            }
            case REFUSED -> {
                if (tally.show(reason, detail)) {
                    clock.take(lines.reject(file, reason, detail), out);
                }
            }
            case PROBLEM -> clock.take(problem, out);
            case FILE_END -> tally.close(file, r -> clock.take(r, out));
            case SKIP, NONE -> {}
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
        switch (head) {
            case FILE_END -> {
                offset = FolderState.FINISHED;
                deliveries.add(file, named);
            }
            case PROBLEM -> {
                if (problemEndsFile) {
                    offset = FolderState.SPENT;
                    closeFile();
                    named = List.of(); // who knows which of them were read
                }
            }
            default -> {
                offset = lines.nextOffset();
                linesDone = lines.lines();
            }
        }
        head = Head.NONE;
    }

    private boolean look() {
        if (head == Head.NONE) {
            problem = found.pollProblem();
            problemEndsFile = false;
            head = problem == null ? advance() : Head.PROBLEM;
        }
        return head != Head.NONE;
    }

    private Head advance() {
        if (offset == FolderState.FINISHED) {
            if (!found.hasName()) {
                return Head.NONE;
            }
            file = found.pollName();
            last = file.compareTo(last) > 0 ? file : last;
            offset = 0;
            linesDone = 0;
            named = List.of();
        }
        // a file ends when a newer one is there, and was there before this read
        boolean ended = !settings.continuous() || !folder.grows() || found.hasName();
        if (offset == FolderState.SPENT) {
            return ended ? Head.FILE_END : Head.NONE;
        }
        try {
            return read(ended);
        } catch (IOException e) {
            // the message may hold anything, the class says enough
            return endFile(RejectReason.UNREADABLE, e.getClass().getSimpleName());
        }
    }

    private Head read(boolean ended) throws IOException {
        if (source == null) {
            source = folder.source(file, settings.cap(), ended, deliveries::has);
            if (source == null) {
                return Head.NONE;
            }
            source.skipTo(offset);
            lines.open(source, offset, linesDone);
        }
        LineReader.Step step = lines.next(ended);
        return switch (step) {
            case LINE -> parse();
            case TOO_LONG -> refuse(RejectReason.LINE_TOO_LONG, "above " + LineReader.LONGEST + " bytes");
            case STARVED, END -> {
                RejectReason damage = source.damage(ended);
                if (damage != null) {
                    yield endFile(damage, lines.tailBytes() + " bytes after the last whole line were not used");
                }
                if (step == LineReader.Step.STARVED) {
                    yield Head.NONE;
                }
                closeFile();
                yield Head.FILE_END;
            }
        };
    }

    private Head refuse(RejectReason why, String what) {
        reason = why;
        detail = what;
        return Head.REFUSED;
    }

    private Head endFile(RejectReason why, String what) {
        problem = Reject.ofFile(file, linesDone + (why == RejectReason.UNREADABLE ? 0 : 1), why, what);
        problemEndsFile = true;
        return Head.PROBLEM;
    }

    private Head parse() {
        if (lines.blank()) {
            return Head.SKIP;
        }
        sample = parser.parse(lines.buffer(), lines.start(), lines.length());
        if (parser.used() < lines.length()) {
            lines.keep(parser.used());
        }
        if (sample == null) {
            return refuse(parser.reason(), parser.detail());
        }
        if (!folder.account().isEmpty() && !folder.account().equals(sample.account())) {
            return refuse(RejectReason.FOREIGN_ACCOUNT, sample.account());
        }
        return settings.range().contains(sample.minute()) ? Head.SAMPLE : Head.SKIP;
    }

    /** What a folder has read and not used yet. */
    private enum Head {
        NONE,
        SAMPLE,
        /** A line that gives nothing: blank, or outside the range. */
        SKIP,
        REFUSED,
        /** A finished Reject about the file or a folder. */
        PROBLEM,
        FILE_END
    }
}
