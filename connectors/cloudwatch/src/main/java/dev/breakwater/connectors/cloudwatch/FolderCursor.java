package dev.breakwater.connectors.cloudwatch;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads one folder, file after file, line after line, one step ahead: {@link #peek()} shows the next thing, and
 * {@link #take} uses it. Only what was taken is in the state.
 */
final class FolderCursor implements Closeable {
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

    private static final int MOST_PROBLEMS = 1000;

    private final LandingFolder folder;
    private final LandingSettings settings;
    private final MetricStreamParser parser;
    private final FileTally tally;
    private final LineReader lines = new LineReader();
    private final Deque<String> names = new ArrayDeque<>();
    private final Deque<Reject> problems = new ArrayDeque<>();
    private final Set<String> unreadable = new HashSet<>();

    private volatile String file;
    private ByteSource source; // null: not open
    private long offset;
    private long linesDone;
    private long arrival;

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
        file = state.file();
        offset = state.offset();
        linesDone = state.lines();
        arrival = state.arrival();
    }

    /** The names that a listing may start after; safe to ask from another thread. */
    LandingFolder.Listing list() {
        return folder.after(file);
    }

    /** Takes over what a listing found. */
    void offer(LandingFolder.Listing listing) {
        String last = names.isEmpty() ? file : names.peekLast();
        for (String name : listing.names()) {
            if (name.compareTo(last) > 0) {
                names.add(name);
            }
        }
        for (String name : listing.unreadable()) {
            if (unreadable.size() < MOST_PROBLEMS && unreadable.add(name)) {
                problems.add(Reject.ofFile(name, 0, RejectReason.UNREADABLE, "cannot be read"));
            }
        }
    }

    /** True if there is something to take. */
    boolean peek() {
        if (head == Head.NONE) {
            problem = problems.poll();
            problemEndsFile = false;
            head = problem == null ? advance() : Head.PROBLEM;
        }
        return head != Head.NONE;
    }

    /** The folder's arrival minute once the next thing is taken. */
    long nextArrival() {
        return head == Head.SAMPLE ? Math.max(arrival, sample.minute()) : arrival;
    }

    /** Uses the next thing. */
    void take(ArrivalClock clock, FeedOutput out) {
        switch (head) {
            case SAMPLE -> {
                arrival = nextArrival();
                clock.take(sample, out);
            }
            case REFUSED -> {
                if (tally.show(reason, detail)) {
                    clock.take(refusedLine(), out);
                }
            }
            case PROBLEM -> clock.take(problem, out);
            case FILE_END -> tally.close(file, r -> clock.take(r, out));
            case SKIP, NONE -> {}
        }
        settle();
    }

    FolderState state() {
        return new FolderState(folder.root(), file, offset, linesDone, arrival, tally.rejects(), tally.unused());
    }

    @Override
    public void close() {
        if (source != null) {
            try {
                source.close();
            } catch (IOException e) {
                // it was only read: nothing is lost
            }
            source = null;
        }
    }

    private void settle() {
        switch (head) {
            case FILE_END -> offset = FolderState.FINISHED;
            case PROBLEM -> {
                if (problemEndsFile) {
                    offset = FolderState.SPENT;
                    close();
                }
            }
            default -> {
                offset = lines.nextOffset();
                linesDone = lines.lines();
            }
        }
        head = Head.NONE;
    }

    private Head advance() {
        if (offset == FolderState.FINISHED) {
            if (names.isEmpty()) {
                return Head.NONE;
            }
            file = names.poll();
            offset = 0;
            linesDone = 0;
        }
        // a file ends when a newer one is there, and was there before this read
        boolean ended = !settings.continuous() || !names.isEmpty();
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
            source = ByteSource.open(folder.path(file), settings.cap(), ended);
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
                close();
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
        if (sample == null) {
            return refuse(parser.reason(), parser.detail());
        }
        return settings.range().contains(sample.minute()) ? Head.SAMPLE : Head.SKIP;
    }

    private Reject refusedLine() {
        if (reason == RejectReason.LINE_TOO_LONG) {
            return lineReject(lines.skippedBytes(), lines.skippedHash(), lines.skippedPrefix());
        }
        byte[] bytes = lines.buffer();
        int from = lines.start();
        int length = lines.length();
        return lineReject(length, SafeText.sha256(bytes, from, length), SafeText.prefix(bytes, from, length));
    }

    private Reject lineReject(long bytes, String hash, String prefix) {
        String name = SafeText.escape(file, 512);
        return new Reject(name, lines.lines(), reason, SafeText.escape(detail, 200), bytes, hash, prefix, 1, false);
    }
}
