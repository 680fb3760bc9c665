package dev.breakwater.connectors.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Browsers that receive server-sent events. Sending never blocks. A browser that does not read is disconnected. */
public final class EventStreams {

    private final int most;
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();

    /** @param most the largest number of streams at once */
    public EventStreams(int most) {
        this.most = most;
    }

    /** Returns whether the number of streams has reached its limit. */
    public boolean full() {
        return open.size() >= most;
    }

    int count() {
        return open.size();
    }

    void add(Response response, Callback done) {
        Stream stream = new Stream(response, done);
        // news during the greeting would look as if the browser did not read
        response.write(false, bytes(": here\n\n"), Callback.from(() -> open.add(stream), done::failed));
    }

    /** Tells all streams that there is news. */
    public void tell() {
        open.forEach(stream -> stream.send("data: new\n\n"));
    }

    /** Sends data on idle connections, which keeps them alive and finds dead connections. */
    public void live() {
        open.forEach(stream -> stream.send(": still here\n\n"));
    }

    /** Ends all streams. */
    public void close() {
        open.forEach(stream -> stream.end(null));
    }

    private static ByteBuffer bytes(String event) {
        return ByteBuffer.wrap(event.getBytes(StandardCharsets.UTF_8));
    }

    private final class Stream {
        private final Response response;
        private final Callback done;
        private final AtomicBoolean sending = new AtomicBoolean();

        Stream(Response response, Callback done) {
            this.response = response;
            this.done = done;
        }

        void send(String event) {
            if (!sending.compareAndSet(false, true)) {
                end(new TimeoutException("the last event has not been read yet"));
                return;
            }
            response.write(false, bytes(event), Callback.from(() -> sending.set(false), this::end));
        }

        private void end(Throwable why) {
            if (!open.remove(this)) return;
            if (why == null) done.succeeded();
            else done.failed(why);
        }
    }
}
