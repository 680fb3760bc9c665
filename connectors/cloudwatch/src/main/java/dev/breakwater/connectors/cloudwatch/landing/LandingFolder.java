package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.parse.ByteSource;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.DeliveryKey;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.InflationCap;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * A landing folder that is being read. Names are relative, with slashes. Files are read in the order of their names.
 * Files whose name begins with a dot or ends in {@code .tmp} are still being written and are ignored.
 */
interface LandingFolder extends Closeable {

    /**
     * The result of a listing.
     *
     * @param names      the names, in order
     * @param late       names that are smaller than earlier names; each name is listed once
     * @param unreadable folders that could not be read
     */
    record Listing(List<String> names, List<String> late, List<String> unreadable) {

        /** A listing without late names. */
        Listing(List<String> names, List<String> unreadable) {
            this(names, List.of(), unreadable);
        }

        boolean isEmpty() {
            return names.isEmpty() && late.isEmpty() && unreadable.isEmpty();
        }
    }

    String root();

    /** Returns the only account whose samples may be here. Empty means any account. */
    default String account() {
        return "";
    }

    /** Returns whether a file may grow after it appeared. */
    boolean grows();

    /**
     * Returns whether recent names may be listed again. Recent names may be listed again if the deliveries in the files
     * show what was already read.
     */
    default void lookBack() {}

    /**
     * Lists the names after this name, or all names for "". This call may block. In an endless feed, a separate thread
     * makes the listing.
     */
    Listing after(String last);

    /**
     * Opens a file. This method never waits for a network.
     *
     * @param ended true if the file does not grow any more
     * @param read deliveries to skip
     * @return the bytes, or null if they are not in memory yet
     * @throws IOException if the bytes can never be read
     */
    ByteSource source(String name, InflationCap cap, boolean ended, Predicate<DeliveryKey> read) throws IOException;

    @Override
    void close();

    /** Returns whether a file with this name has complete samples. */
    static boolean used(String name) {
        String own = name.substring(name.lastIndexOf('/') + 1);
        return !own.isEmpty() && !own.startsWith(".") && !own.endsWith(".tmp");
    }

    /** Names a landing folder, local or in S3. The folder is opened on the machine that reads it. */
    interface Root extends Serializable {

        /** Returns the folder's path or address, which identifies it in the feed's state. */
        String root();

        LandingFolder open();
    }

    /**
     * The names that listings of a folder reported recently. Because of these names, a listing can also report a name
     * that appears after a greater name. Only the listing thread uses this class.
     */
    static final class ToldNames {

        /**
         * The time after a file during which a smaller name may still appear. Firehose writes several files at a time
         * and retries.
         */
        static final long LATE_MILLIS = 15 * 60_000;

        private final LongSupplier millis;
        /** The reported names, with the time of each report. */
        private final NavigableMap<String, Long> recent = new TreeMap<>();
        /** The greatest name whose reading began before the first listing. */
        private String first;
        /** Every smaller name was already reported, or is too late. */
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
         * Returns whether a name has samples and was not reported yet. Files that the command {@code receive} wrote
         * before the start may be reported again.
         */
        boolean isNew(String name) {
            return LandingFolder.used(name)
                    && !recent.containsKey(name)
                    && (name.compareTo(first) > 0 || ReadDeliveries.named(name));
        }

        /**
         * Records reported names. Forgets names that are so old that no late name can follow them, but keeps the
         * greatest name.
         */
        Listing tell(List<String> names, List<String> unreadable) {
            String greatest = recent.isEmpty() ? first : recent.lastKey();
            long now = millis.getAsLong();
            names.forEach(name -> recent.put(name, now));
            while (!recent.isEmpty() && recent.firstEntry().getValue() <= now - LATE_MILLIS) {
                anchor = recent.pollFirstEntry().getKey();
            }
            return new Listing(
                    names.stream().filter(n -> n.compareTo(greatest) > 0).toList(),
                    names.stream().filter(n -> n.compareTo(greatest) < 0).toList(),
                    unreadable);
        }
    }
}
