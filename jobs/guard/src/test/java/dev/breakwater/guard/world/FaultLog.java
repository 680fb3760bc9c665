package dev.breakwater.guard.world;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The list of drawn faults: the kind, the time and the target of each. It is the judge's only source of excuses. */
final class FaultLog {

    /** A fault. The target is empty if the fault affects everything. */
    static final class Entry {
        final Fault fault;
        final long from;
        long to;
        final String target;

        Entry(Fault fault, long from, long to, String target) {
            this.fault = fault;
            this.from = from;
            this.to = to;
            this.target = target;
        }
    }

    private final List<Entry> all = new ArrayList<>();
    /** Lasting faults that have had no effect so far. */
    private final List<Entry> watched = new ArrayList<>();
    /** How many times each kind was drawn while a limit was being set, held or released. */
    final Map<Fault, Integer> hits = new EnumMap<>(Fault.class);

    Entry note(Fault fault, long from, long to, String target) {
        Entry entry = new Entry(fault, from, to, target);
        all.add(entry);
        watched.add(entry);
        return entry;
    }

    /** Counts a fault of a single call. It is not stored as an excuse. */
    void call(Fault fault, boolean hit) {
        if (hit) hits.merge(fault, 1, Integer::sum);
    }

    /** Marks the faults that are active while a limit of ours is set. */
    void tick(long now, boolean ours) {
        watched.removeIf(entry -> {
            if (ours && entry.from <= now && entry.to >= now - WorldClock.MINUTE) {
                hits.merge(entry.fault, 1, Integer::sum);
                return true;
            }
            return entry.to < now - WorldClock.MINUTE;
        });
    }

    /** Whether one of these faults overlapped the time and affected everything or the target. */
    boolean any(Set<Fault> of, long from, long to, String target) {
        return any(e -> of.contains(e.fault), from, to, target);
    }

    private boolean any(Predicate<Entry> which, long from, long to, String target) {
        for (Entry e : all) {
            boolean concerns = e.target.isEmpty() || target.isEmpty() || e.target.equals(target);
            if (concerns && e.from <= to && e.to >= from && which.test(e)) return true;
        }
        return false;
    }

    /** The latest end of the faults of these kinds that overlapped the time. If there is none, the end of the time. */
    long lasted(Set<Fault> of, long from, long to, String target) {
        long end = to;
        for (Entry e : all) {
            boolean concerns = e.target.isEmpty() || target.isEmpty() || e.target.equals(target);
            if (concerns && of.contains(e.fault) && e.from <= end && e.to >= from) end = Math.max(end, e.to);
        }
        return end;
    }

    List<Entry> of(Fault fault) {
        return all.stream().filter(e -> e.fault == fault).toList();
    }
}
