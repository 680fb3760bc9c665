package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.ArrivalClock.ArrivalClocks;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource.LandingSplit;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Merges the folders into one feed. The next item always comes from the folder with the smallest arrival minute, or
 * from the first of several equal folders. Each account and region has its own clock. The feed does not depend on
 * Flink's threads.
 */
public final class LandingFeed implements Closeable {
    /**
     * A sample that is further ahead of the wall clock than this is rejected, because it would advance its account's
     * clock too far.
     */
    public static final long FUTURE_MILLIS = 2 * 60_000;

    private final List<FolderCursor> cursors = new ArrayList<>();
    private final Set<String> namesShown;
    private final ArrivalClocks clocks;
    private final Parsers parsers;

    /** @param nowMillis the wall clock, for the check of future timestamps */
    LandingFeed(List<? extends LandingFolder.Root> roots, LandingSplit from, LandingSettings settings, long nowMillis) {
        namesShown = new LinkedHashSet<>(from.namesShown());
        clocks = new ArrivalClocks(from.clocks());
        parsers = new Parsers(settings.threads(), roots.size(), nowMillis + FUTURE_MILLIS);
        for (LandingFolder.Root root : roots) {
            FolderState state = from.folders().stream()
                    .filter(s -> s.root().equals(root.root()))
                    .findFirst()
                    .orElse(FolderState.fresh(root.root()));
            cursors.add(new FolderCursor(root.open(), state, settings, parsers, namesShown));
        }
    }

    /** Lists all folders. Another thread may call this method. */
    List<LandingFolder.Listing> list() {
        return cursors.stream().map(FolderCursor::list).toList();
    }

    /** Accepts the names that {@link #list()} has found. */
    void offer(List<LandingFolder.Listing> listings) {
        for (int i = 0; i < cursors.size(); i++) {
            cursors.get(i).offer(listings.get(i));
        }
    }

    /** Returns the number of files that were found but not begun. */
    int filesWaiting() {
        return cursors.stream().mapToInt(FolderCursor::filesWaiting).sum();
    }

    /** Returns the number of files that were begun since the start. */
    long begun() {
        return cursors.stream().mapToLong(FolderCursor::begun).sum();
    }

    void now(long nowMillis) {
        parsers.acceptUntil(nowMillis + FUTURE_MILLIS);
    }

    /** Takes one item. Returns false if no item is available now. */
    boolean step(FeedRecord.Output out) {
        FolderCursor next = null;
        for (FolderCursor cursor : cursors) {
            if (cursor.peek(clocks) && (next == null || cursor.nextArrival() < next.nextArrival())) {
                next = cursor;
            }
        }
        if (next == null) {
            return false;
        }
        next.take(clocks, out);
        return true;
    }

    LandingSplit state() {
        List<FolderState> states = cursors.stream().map(FolderCursor::state).toList();
        return new LandingSplit(states, clocks.state(), List.copyOf(namesShown));
    }

    @Override
    public void close() {
        parsers.close();
        cursors.forEach(FolderCursor::close);
    }
}
