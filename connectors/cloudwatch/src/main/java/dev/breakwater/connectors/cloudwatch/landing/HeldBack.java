package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import dev.breakwater.connectors.cloudwatch.Sample;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The samples of one account and region in one folder that wait until it is known whether the time they are stamped
 * with has come. A sample more than a day ahead of its account would make everything after it late, so it waits. More
 * samples like it, or the end of the input, confirm it; a sample with the present time refutes it.
 * The verdict follows from the samples held and the account's arrival minute alone, so it is the same after a restore.
 */
final class HeldBack {
    /** How many minutes a sample may be ahead of its account's arrival minute and be believed at once. */
    static final int BELIEVED = 24 * 60;

    /** A run this long is confirmed; no more are held. */
    static final int RUN = 10;

    /** The verdict on the first sample that waits. */
    enum Verdict {
        /** The next samples must be read first. */
        READ_ON,
        USE,
        REFUSE
    }

    private final Deque<FolderState.Held> queue = new ArrayDeque<>();

    /** True if a sample that nobody waits before has to wait. */
    static boolean begins(Sample sample, long minute) {
        return minute != ArrivalClock.NONE && sample.minute() - minute > BELIEVED;
    }

    /** True if a sample that follows a waiting one waits too: each does, unless it is late. */
    static boolean follows(Sample sample, long minute) {
        return minute - sample.minute() <= ArrivalClock.LATE_WINDOW;
    }

    void add(FolderState.Held held) {
        queue.add(held);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** The first that waits; there is one. */
    Sample first() {
        return queue.peek().sample();
    }

    FolderState.Held poll() {
        return queue.poll();
    }

    List<FolderState.Held> list() {
        return List.copyOf(queue);
    }

    /**
     * The verdict on the first sample that waits.
     *
     * @param minute  the account's arrival minute
     * @param drained true if nothing follows now
     */
    Verdict verdict(long minute, boolean drained) {
        Sample first = queue.peek().sample();
        if (!begins(first, minute)) {
            return Verdict.USE;
        }
        long oldest = oldestFollower(minute);
        if (oldest - minute <= BELIEVED) {
            // the present continues: beside it a sample is welcome, but not if it makes the present late
            return first.minute() - oldest > ArrivalClock.LATE_WINDOW ? Verdict.REFUSE : Verdict.USE;
        }
        if (!drained && queue.size() < RUN) {
            return Verdict.READ_ON;
        }
        // a run is believed, but not one that is a day ahead of the rest of it
        return first.minute() - oldest > BELIEVED ? Verdict.REFUSE : Verdict.USE;
    }

    /** The oldest minute behind the first that is not late, or the greatest number. */
    private long oldestFollower(long now) {
        long oldest = Long.MAX_VALUE;
        Iterator<FolderState.Held> followers = queue.iterator();
        followers.next();
        while (followers.hasNext()) {
            long minute = followers.next().sample().minute();
            if (now - minute <= ArrivalClock.LATE_WINDOW) {
                oldest = Math.min(oldest, minute);
            }
        }
        return oldest;
    }
}
