package dev.breakwater.connectors.cloudwatch.landing;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The names that listings of a folder reported recently. Because of these names, a listing can also report a name that
 * appears after a greater name. Only the listing thread uses this class.
 */
final class ToldNames {

    /**
     * The time after a file during which a smaller name may still appear. Firehose writes several files at a time and
     * retries.
     */
    static final long LATE_MILLIS = 15 * 60_000;

    private final LongSupplier millis;
    /** The reported names, with the time of each report. */
    private final NavigableMap<String, Long> recent = new TreeMap<>();
    /** The greatest name whose reading began before the first listing. */
    private String first;
    /** Smaller names were already reported, or are too late. */
    private String anchor;

    /** @param millis the wall-clock time, epoch milliseconds */
    ToldNames(LongSupplier millis) {
        this.millis = millis;
    }

    boolean hasBegun() {
        return first != null;
    }

    /**
     * Creates the state before the first listing.
     *
     * @param last the greatest name whose reading began, "" if there is none
     * @param from the listing returns only names after this name
     */
    void begin(String last, String from) {
        first = last;
        anchor = from;
        if (!last.isEmpty()) recent.put(last, millis.getAsLong());
    }

    /** Returns the name after which a listing starts. */
    String anchor() {
        return anchor;
    }

    /**
     * Returns whether a name has samples and was not reported yet. Files that the command {@code receive} wrote before
     * the start may be reported again.
     */
    boolean isNew(String name) {
        return LandingFolder.used(name)
                && !recent.containsKey(name)
                && (name.compareTo(first) > 0 || ReadDeliveries.named(name));
    }

    /**
     * Records reported names. Forgets names that are too old for a late name to follow, but keeps the greatest name.
     */
    LandingFolder.Listing tell(List<String> names, List<String> unreadable) {
        String greatest = recent.isEmpty() ? first : recent.lastKey();
        long now = millis.getAsLong();
        names.forEach(name -> recent.put(name, now));
        while (!recent.isEmpty() && recent.firstEntry().getValue() <= now - LATE_MILLIS) {
            anchor = recent.pollFirstEntry().getKey();
        }
        return new LandingFolder.Listing(
                names.stream().filter(n -> n.compareTo(greatest) > 0).toList(),
                names.stream().filter(n -> n.compareTo(greatest) < 0).toList(),
                unreadable);
    }
}
