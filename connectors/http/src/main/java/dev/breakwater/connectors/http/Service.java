package dev.breakwater.connectors.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Answers the requests of a listener. */
public interface Service {

    /**
     * Answers requests that need neither a body nor time, in the listener's own threads, which nothing else keeps busy.
     * Must not block.
     *
     * @return empty: a worker answers
     */
    Optional<Reply> atOnce(Call call);

    /**
     * Answers in a worker.
     *
     * @param body cut off one byte after {@link #largest}; if that is 0, it may still be arriving
     */
    Reply answer(Call call, InputStream body) throws IOException;

    /** The longest body, bytes: it is read before a worker is taken, so that a slow sender holds none. 0: workers read. */
    int largest();

    /** Whether a request is answered whatever name its sender knows the listener by, as probes of load balancers are. */
    default boolean underAnyName(Call call) {
        return false;
    }
}
