package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Counts the refused lines of one file. The first lines with each reason are shown one by one. The end of the file
 * shows only the number of the other lines. A binary file therefore does not make a million rejects.
 */
final class FileTally {
    /** The number of rejects that are shown one by one for each file and reason. */
    static final int SHOWN = 1000;

    /** The number of names of unused metrics that are shown in the whole feed. */
    static final int NAMES = 100;

    /** Stands for all metrics whose names are not among the first {@link #NAMES}. */
    static final String OTHERS = "other metrics";

    private final Set<String> namesShown; // shared by all files of the feed
    private final long[] rejects = new long[RejectReason.values().length];
    private final Map<String, Long> unused = new TreeMap<>();

    FileTally(Set<String> namesShown) {
        this.namesShown = namesShown;
    }

    void restore(FolderState state) {
        for (int i = 0; i < state.rejects().size(); i++) {
            rejects[i] = state.rejects().get(i);
        }
        unused.putAll(state.unused());
    }

    /** Counts one refused line. Returns true if the line must be shown. */
    boolean show(RejectReason reason, String detail) {
        if (reason != RejectReason.UNUSED_METRIC) {
            return ++rejects[reason.ordinal()] <= SHOWN;
        }
        if (namesShown.contains(detail)) {
            unused.merge(detail, 1L, Long::sum);
            return false;
        }
        if (namesShown.size() < NAMES) {
            namesShown.add(detail);
            return true;
        }
        unused.merge(OTHERS, 1L, Long::sum);
        return false;
    }

    /** Emits the rejects that were counted but not shown, and starts again at zero. */
    void close(String file, Consumer<Reject> out) {
        for (RejectReason reason : RejectReason.values()) {
            long more = rejects[reason.ordinal()] - SHOWN;
            if (more > 0) {
                out.accept(Reject.summary(file, reason, "and " + more + " more", more));
            }
            rejects[reason.ordinal()] = 0;
        }
        unused.forEach((name, n) -> out.accept(Reject.summary(file, RejectReason.UNUSED_METRIC, name, n)));
        unused.clear();
    }

    List<Long> rejects() {
        List<Long> counts = new ArrayList<>(rejects.length);
        for (long n : rejects) {
            counts.add(n);
        }
        return counts;
    }

    Map<String, Long> unused() {
        return new TreeMap<>(unused);
    }
}
