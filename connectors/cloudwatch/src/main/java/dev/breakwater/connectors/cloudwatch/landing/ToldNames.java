package dev.breakwater.connectors.cloudwatch.landing;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The names that listings of a folder reported recently. With them, a name that appears after a greater one is reported
 * too. Only the listing thread uses it.
 */
final class ToldNames {

    /**
     * The time after a file within which a lesser name may still appear, because Firehose writes several files at a
     * time and retries.
     */
    static final long LATE_MILLIS = 15 * 60_000;

    private final LongSupplier millis;
    /** The reported names with the times of their reports. */
    private final NavigableMap<String, Long> recent = new TreeMap<>();
    /** The greatest name whose reading began before the first listing. */
    private String first;
    /** Names before it were reported, or are too late. */
    private String anchor;

    /** @param millis the wall clock's, since 1970 */
    ToldNames(LongSupplier millis) {
        this.millis = millis;
    }

    boolean hasBegun() {
        return first != null;
    }

    /**
     * Before the first listing.
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

    /** Notes reported names. It keeps only the greatest name that is older than the time for late ones. */
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
