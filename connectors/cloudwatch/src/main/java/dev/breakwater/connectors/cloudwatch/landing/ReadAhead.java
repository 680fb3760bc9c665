package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.cloudwatch.landing.LineBlock.Kind;
import dev.breakwater.connectors.cloudwatch.landing.LineBlock.Thing;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.DeliveryKey;
import dev.breakwater.connectors.cloudwatch.parse.LineReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the files of one folder, some blocks ahead of the consumer, so that other threads can parse the blocks. The
 * state does not contain blocks that were read but not taken. After a restart, these blocks are read again.
 */
final class ReadAhead implements Closeable {

    private final LandingFolder folder;
    private final LandingSettings settings;
    private final Parsers parsers;
    private final LineReader lines = new LineReader();
    private final FoundFiles found = new FoundFiles();
    private final Deque<Parsers.Parsing> blocks = new ArrayDeque<>();
    private LineBlock block; // the block whose items are being taken
    private int taken;

    /** Deliveries in files whose items were all taken. */
    private final ReadDeliveries deliveries;
    /** Deliveries in files that were read completely but whose items were not all taken, one list per file. */
    private final Deque<List<DeliveryKey>> ahead = new ArrayDeque<>();

    private final Set<DeliveryKey> allAhead = new HashSet<>();
    /** Deliveries in the file that is being read. */
    private List<DeliveryKey> named = List.of();

    private String file;
    /** The greatest name of a file whose reading began. A late file has a smaller name. */
    private volatile String last;

    /** The number of files that were begun since the start. */
    private long begun;

    private ByteSource source; // null if no file is open
    private long offset;
    private long linesDone;

    ReadAhead(LandingFolder folder, FolderState from, LandingSettings settings, Parsers parsers) {
        this.folder = folder;
        this.settings = settings;
        this.parsers = parsers;
        deliveries = new ReadDeliveries(from.seen().deliveries());
        if (!from.seen().deliveries().isEmpty()) folder.lookBack();
        file = from.file();
        last = from.seen().last();
        offset = from.offset();
        linesDone = from.lines();
        block = new LineBlock(file, offset, linesDone);
    }

    /** Returns the name after which a listing may start. Another thread may call this method. */
    LandingFolder.Listing list() {
        return folder.after(last);
    }

    /** Accepts the result of a listing. */
    void offer(LandingFolder.Listing listing) {
        found.offer(listing, last);
    }

    /** Returns the number of files that were found but not begun. */
    int filesWaiting() {
        return found.names.size();
    }

    long begun() {
        return begun;
    }

    /** Returns the next folder that cannot be listed, or null. */
    Reject pollProblem() {
        return found.pollProblem();
    }

    /** Returns the next item, or null if there is no item now. */
    Thing next() {
        while (taken == block.things().size()) {
            fill();
            Parsers.Parsing next = blocks.poll();
            if (next == null) {
                return null;
            }
            block = next.parsed(blocks);
            taken = 0;
        }
        return block.things().get(taken++);
    }

    /** Returns the block that contains the last returned item. */
    LineBlock block() {
        return block;
    }

    /** Records that the end of a file was taken. */
    void done(String ended) {
        List<DeliveryKey> read = ahead.remove();
        deliveries.add(ended, read);
        read.forEach(allAhead::remove);
    }

    /** Returns the deliveries in all files whose items were all taken. */
    Map<DeliveryKey, Long> deliveries() {
        return deliveries.list();
    }

    @Override
    public void close() {
        closeFile();
        folder.close();
    }

    private void fill() {
        while (blocks.size() < parsers.ahead()) {
            LineBlock read = read();
            if (read.isEmpty()) {
                return;
            }
            blocks.add(parsers.begin(read));
        }
    }

    private LineBlock read() {
        if (offset == FolderState.FINISHED && found.hasName()) {
            begin(found.pollName());
        }
        LineBlock read = new LineBlock(file, offset, linesDone);
        // a file is finished if a newer file already existed before this read
        boolean newer = file.compareTo(last) < 0 || found.hasAfter(file);
        boolean ended = newer || !settings.continuous() || !folder.grows();
        try {
            if (offset >= 0) {
                read(read, ended);
            } else if (offset == FolderState.SPENT && ended) {
                finish(read);
            }
        } catch (IOException e) {
            // only the exception's class is shown, because its message may contain any text
            spend(read, linesDone, RejectReason.UNREADABLE, e.getClass().getSimpleName());
        }
        return read;
    }

    private void begin(String name) {
        file = name;
        begun++;
        last = name.compareTo(last) > 0 ? name : last;
        offset = 0;
        linesDone = 0;
        named = List.of();
    }

    private void read(LineBlock into, boolean ended) throws IOException {
        if (source == null) {
            source = folder.source(file, settings.cap(), ended, this::wasRead);
            if (source == null) {
                return;
            }
            source.skipTo(offset);
            lines.open(source, offset, linesDone);
        }
        while (!into.isFull()) {
            LineReader.Step step = lines.next(ended);
            offset = lines.nextOffset();
            linesDone = lines.lines();
            switch (step) {
                case LINE -> into.add(lines);
                case TOO_LONG -> {
                    into.end(Kind.REFUSED, lines.tooLong(file), offset, linesDone);
                    return;
                }
                case STARVED, END -> {
                    stop(step, into, ended);
                    return;
                }
            }
        }
    }

    private void stop(LineReader.Step step, LineBlock into, boolean ended) {
        RejectReason damage = source.damage(ended);
        if (damage != null) {
            spend(into, linesDone + 1, damage, lines.tailBytes() + " bytes after the last whole line were not used");
        } else if (step == LineReader.Step.END) {
            closeFile();
            finish(into);
        }
    }

    private void spend(LineBlock into, long line, RejectReason why, String what) {
        into.end(Kind.SPENT, Reject.ofFile(file, line, why, what), FolderState.SPENT, linesDone);
        offset = FolderState.SPENT;
        closeFile();
        named = List.of(); // nobody knows which of the deliveries were read
    }

    private void finish(LineBlock into) {
        into.end(Kind.FILE_END, null, FolderState.FINISHED, linesDone);
        offset = FolderState.FINISHED;
        ahead.add(named);
        allAhead.addAll(named);
    }

    private boolean wasRead(DeliveryKey key) {
        return deliveries.has(key) || allAhead.contains(key);
    }

    private void closeFile() {
        if (source != null) {
            named = source.deliveries();
            try {
                source.close();
            } catch (IOException e) {
                // the file was only read, so closing it cannot lose data
            }
            source = null;
        }
    }

    /** The unread names that listings of one folder found, in order, with rejects for unreadable folders. */
    static final class FoundFiles {
        private static final int MOST_PROBLEMS = 1000;

        private final Deque<String> names = new ArrayDeque<>();
        private final Deque<Reject> problems = new ArrayDeque<>();
        private final Set<String> unreadable = new HashSet<>();

        /** Adds new names. Names up to {@code last} were read or are being read. */
        void offer(LandingFolder.Listing listing, String last) {
            String known = names.isEmpty() || names.peekLast().compareTo(last) < 0 ? last : names.peekLast();
            for (String name : listing.names()) {
                if (name.compareTo(known) > 0) {
                    names.add(name);
                }
            }
            for (int i = listing.late().size() - 1; i >= 0; i--) {
                names.addFirst(listing.late().get(i));
            }
            for (String name : listing.unreadable()) {
                if (unreadable.size() < MOST_PROBLEMS && unreadable.add(name)) {
                    problems.add(Reject.ofFile(name, 0, RejectReason.UNREADABLE, "cannot be read"));
                }
            }
        }

        boolean hasName() {
            return !names.isEmpty();
        }

        /** Returns whether a greater name is known. */
        boolean hasAfter(String name) {
            return !names.isEmpty() && names.peekLast().compareTo(name) > 0;
        }

        /** Returns the next name, or null. */
        String pollName() {
            return names.poll();
        }

        /** Returns the next reject, or null. */
        Reject pollProblem() {
            return problems.poll();
        }
    }
}
