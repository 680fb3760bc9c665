package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.parse.ByteSource;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.DeliveryKey;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.InflationCap;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.function.Predicate;

/**
 * A landing folder that is being read. Names are relative and use /. Files are read in the order of their names. Files
 * whose name begins with a dot or ends in {@code .tmp} are still being written and are ignored.
 */
interface LandingFolder extends Closeable {

    /**
     * The result of a listing.
     *
     * @param names      the names, in order
     * @param late       names that are smaller than names listed earlier; each name is listed once
     * @param unreadable folders that could not be read
     */
    record Listing(List<String> names, List<String> late, List<String> unreadable) {

        /** Without late ones. */
        Listing(List<String> names, List<String> unreadable) {
            this(names, List.of(), unreadable);
        }

        boolean isEmpty() {
            return names.isEmpty() && late.isEmpty() && unreadable.isEmpty();
        }
    }

    String root();

    /** The only account whose samples may be here. If empty, any account. */
    default String account() {
        return "";
    }

    /** Whether a file may grow after it appeared. */
    boolean grows();

    /** Whether recent names may be listed again. They may if the deliveries in the files show what was already read. */
    default void lookBack() {}

    /**
     * Lists the names after this one, or all names for "". It may block. In an endless feed, a separate thread calls
     * it.
     */
    Listing after(String last);

    /**
     * The bytes of a file. Never waits for a network.
     *
     * @param ended true if the file does not grow any more
     * @param read  deliveries to skip
     * @return null if they are not here yet
     * @throws IOException if they cannot be read, now or ever
     */
    ByteSource source(String name, InflationCap cap, boolean ended, Predicate<DeliveryKey> read) throws IOException;

    @Override
    void close();

    /** Whether a file with this name has complete samples. */
    static boolean used(String name) {
        String own = name.substring(name.lastIndexOf('/') + 1);
        return !own.isEmpty() && !own.startsWith(".") && !own.endsWith(".tmp");
    }

    /** Names a landing folder, local or in S3. It is opened where it is read. */
    interface Root extends Serializable {

        /** The folder's path or address, which identifies it in the feed's state. */
        String root();

        LandingFolder open();
    }
}
