package dev.breakwater.connectors.cloudwatch.landing;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The names that listings of a folder reported recently. They make it possible to report a name that appears after a
 * greater one. Only the listing thread uses it.
 */
final class ToldNames {

    /**
     * The time for which a smaller name may still appear after a file, because Firehose writes several files at a time
     * and retries.
     */
    static final long LATE_MILLIS = 15 * 60_000;

    private final LongSupplier millis;
    /** The reported names with the times of their reports. */
    private final NavigableMap<String, Long> recent = new TreeMap<>();
    /** The greatest name whose reading began before the first listing. */
    private String first;
    /** Names before this one were reported, or are too late. */
    private String anchor;

    /** @param millis the wall-clock time, epoch milliseconds */
    ToldNames(LongSupplier millis) {
        this.millis = millis;
    }

    boolean hasBegun() {
        return first != null;
    }

    /**
     * The state before the first listing.
     *
     * @param last the greatest name whose reading began, "" if there is none
     * @param from the names after this one are listed
     */
    void begin(String last, String from) {
        first = last;
        anchor = from;
        if (!last.isEmpty()) recent.put(last, millis.getAsLong());
    }

    /** The name after which a listing starts. */
    String anchor() {
        return anchor;
    }

    /**
     * Whether a name has samples and was not reported yet. Allows files that {@code receive} landed before the start to
     * be reported again.
     */
    boolean isNew(String name) {
        return LandingFolder.used(name)
                && !recent.containsKey(name)
                && (name.compareTo(first) > 0 || ReadDeliveries.named(name));
    }

    /** Records reported names. It forgets names that are too old for late ones, except the greatest. */
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
