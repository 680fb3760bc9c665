package dev.breakwater.guard.stage.fleet;

import dev.breakwater.config.ConfigFile;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.guard.Book;
import dev.breakwater.guard.wire.FleetChange;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;

/**
 * The books that arrived after the job was built. The two newest books are kept, because the older book applies until
 * the newer book's first minute. Books are stored next to the limits, under keys that do not belong to any account and
 * region.
 */
final class LiveBooks {

    private static final String NEWEST = "book";
    private static final String BEFORE = "book-before";
    /** The number of books to keep. The number is larger than the number of books in use. */
    private static final int KEPT = 4;

    /** The books that were parsed so far. Parsed books are kept so that the same book remains the same object. */
    private final Map<FleetChange, Book> read = new LinkedHashMap<>();

    static boolean isBook(FleetChange change) {
        return change.kind() == FleetChange.Kind.BOOK;
    }

    /**
     * Stores a book. Every instance must add books in the same way. If the book is already the newest book, nothing
     * changes.
     */
    void take(FleetChange book, BroadcastState<String, FleetChange> state) throws Exception {
        FleetChange newest = state.get(NEWEST);
        if (newest != null && newest.key().equals(book.key())) return;
        if (newest != null) state.put(BEFORE, newest);
        state.put(NEWEST, book);
    }

    /**
     * The book that applies at a time.
     *
     * @param first the book with which the job was built; it is newer than books in older state
     * @param at    epoch milliseconds
     */
    Book at(ReadOnlyBroadcastState<String, FleetChange> state, Book first, long at) {
        try {
            FleetChange newest = state.get(NEWEST);
            if (holds(newest, first, at)) return of(newest);
            FleetChange before = newest == null ? null : state.get(BEFORE);
            return holds(before, first, at) ? of(before) : first;
        } catch (Exception e) {
            throw new IllegalStateException("the broadcast books cannot be read", e);
        }
    }

    private static boolean holds(FleetChange book, Book first, long at) {
        return book != null && book.at() > first.from() && at >= book.at();
    }

    private Book of(FleetChange change) {
        if (read.size() >= KEPT && !read.containsKey(change)) read.clear();
        return read.computeIfAbsent(change, LiveBooks::parse);
    }

    private static Book parse(FleetChange change) {
        FleetChange.ConfigText book = change.book();
        return Book.of(change.key(), change.at(), ConfigLoader.taken(new ConfigFile("", book.mode(), book.text())));
    }
}
