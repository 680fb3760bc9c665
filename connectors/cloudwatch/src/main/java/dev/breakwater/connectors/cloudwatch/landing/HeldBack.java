package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import dev.breakwater.connectors.cloudwatch.Sample;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The samples of one folder that wait until it is known whether the time they are stamped with has come. One that is
 * more than a day ahead of the feed would make everything after it late, so it waits for what follows it: a run of
 * such samples, or the end of what there is, confirms it; a sample of the present refutes it. What is decided follows
 * from the samples held and the feed's arrival minute alone, so it is the same after a restore.
 */
final class HeldBack {
    /** How many minutes a sample may be ahead of the arrival minute and be believed at once. */
    static final int BELIEVED = 24 * 60;

    /** A run this long is confirmed; no more are held. */
    static final int RUN = 10;

    /** What becomes of the first that waits. */
    enum Verdict {
        /** Nobody waits, or what follows must be read first. */
        READ_ON,
        USE,
        REFUSE
    }

    private final Deque<FolderState.Held> queue;

    HeldBack(List<FolderState.Held> held) {
        queue = new ArrayDeque<>(held);
    }

    /** True if a sample just read has to wait; one that follows a waiting one waits too, unless it is late. */
    boolean keeps(Sample sample, long feedMinute) {
        boolean late = feedMinute - sample.minute() > ArrivalClock.LATE_WINDOW;
        return isAhead(sample, feedMinute) || !queue.isEmpty() && !late;
    }

    void add(FolderState.Held held) {
        queue.add(held);
    }

    /** The first that waits, or null. */
    FolderState.Held first() {
        return queue.peek();
    }

    FolderState.Held poll() {
        return queue.poll();
    }

    List<FolderState.Held> list() {
        return List.copyOf(queue);
    }

    /**
     * What becomes of the first that waits.
     *
     * @param feedMinute the feed's arrival minute
     * @param drained    true if nothing follows now
     */
    Verdict verdict(long feedMinute, boolean drained) {
        if (queue.isEmpty()) {
            return Verdict.READ_ON;
        }
        Sample first = queue.peek().sample();
        if (!isAhead(first, feedMinute)) {
            return Verdict.USE;
        }
        long oldest = oldestFollower(feedMinute);
        if (oldest - feedMinute <= BELIEVED) {
            // the present continues: beside it a sample is welcome, but not if it makes the present late
            return first.minute() - oldest > ArrivalClock.LATE_WINDOW ? Verdict.REFUSE : Verdict.USE;
        }
        if (!drained && queue.size() < RUN) {
            return Verdict.READ_ON;
        }
        // a run is believed, but not one that is a day ahead of the rest of it
        return first.minute() - oldest > BELIEVED ? Verdict.REFUSE : Verdict.USE;
    }

    private static boolean isAhead(Sample sample, long feedMinute) {
        return feedMinute != ArrivalClock.NONE && sample.minute() - feedMinute > BELIEVED;
    }

    /** The oldest minute behind the first that is not late, or the greatest number. */
    private long oldestFollower(long feedMinute) {
        long oldest = Long.MAX_VALUE;
        Iterator<FolderState.Held> followers = queue.iterator();
        followers.next();
        while (followers.hasNext()) {
            long minute = followers.next().sample().minute();
            if (feedMinute - minute <= ArrivalClock.LATE_WINDOW) {
                oldest = Math.min(oldest, minute);
            }
        }
        return oldest;
    }
}
