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
 * A landing folder that is being read. Names are relative, with {@code /}; their order is the order of reading. Files
 * whose name begins with a dot or ends in {@code .tmp} are being written and are left out.
 */
interface LandingFolder extends Closeable {

    /**
     * The result of a listing.
     *
     * @param names      in order
     * @param late       come after others that are greater and were listed before; each listed once
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

    /** The only account whose samples are here, or empty: any. */
    default String account() {
        return "";
    }

    /** Whether a file may grow after it appeared. */
    boolean grows();

    /** Deliveries tell what was read: names from shortly before the last one may be listed once more. */
    default void lookBack() {}

    /** The names after this one; "" for all. May block, and is asked by a thread of its own when the feed is endless. */
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

    /** Whether a file of this name holds samples that are whole. */
    static boolean used(String name) {
        String own = name.substring(name.lastIndexOf('/') + 1);
        return !own.isEmpty() && !own.startsWith(".") && !own.endsWith(".tmp");
    }

    /** Names a landing folder, wherever it is; it is opened where it is read. */
    interface Root extends Serializable {

        /** Its path or address, by which the feed's state knows it. */
        String root();

        LandingFolder open();
    }
}
