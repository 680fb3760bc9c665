package dev.breakwater.connectors.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Answers the requests of a listener. */
public interface Service {

    /**
     * Answers requests that need neither a body nor time. It runs in the listener's own threads and must not block.
     *
     * @return empty if a worker must answer
     */
    Optional<Reply> atOnce(Call call);

    /**
     * Answers in a worker.
     *
     * @param body cut off one byte after {@link #largest}; if {@link #largest} is 0, the body may still be arriving
     */
    Reply answer(Call call, InputStream body) throws IOException;

    /**
     * The longest body, in bytes. It is read before a worker gets the request, so that a slow sender occupies no
     * worker. If it is 0, workers read the body themselves.
     */
    int largest();

    /** Whether a request is answered under any host name. Probes of load balancers need that. */
    default boolean underAnyName(Call call) {
        return false;
    }
}
