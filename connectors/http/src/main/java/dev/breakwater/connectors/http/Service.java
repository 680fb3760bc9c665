package dev.breakwater.connectors.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Answers the requests of a listener. */
public interface Service {

    /**
     * Answers requests that need no body and no waiting. The method runs in the listener's own threads and must not
     * block.
     *
     * @return the answer; empty if a worker must answer
     */
    Optional<Reply> atOnce(HttpCall call);

    /**
     * Answers in a worker.
     *
     * @param body the body, cut off one byte after {@link #largest}; if {@link #largest} is 0, the body may still be
     *             arriving
     */
    Reply answer(HttpCall call, InputStream body) throws IOException;

    /**
     * Returns the longest accepted body, in bytes. The listener reads the body before a worker gets the request, so a
     * slow sender occupies no worker. If the length is 0, workers read the body themselves.
     */
    int largest();

    /**
     * Returns whether a request is answered under any host name. Health checks of load balancers need such requests.
     */
    default boolean underAnyName(HttpCall call) {
        return false;
    }
}
