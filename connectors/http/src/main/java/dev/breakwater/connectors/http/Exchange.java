package dev.breakwater.connectors.http;

import dev.breakwater.connectors.http.Service.HttpCall;
import dev.breakwater.connectors.http.Service.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer, while a listener handles them. It begins after the request's head has been read.
 *
 * @param turn   the turn of the exchange's connection
 * @param unsent bytes of all answers that clients have not read yet
 */
record Exchange(
        Request request, Response response, Callback done, HttpCall call, Connections.Turn turn, AtomicLong unsent) {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private static final int SMALL = 64 << 10;
    private static final long MOST_UNSENT =
            Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);

    /** Reads the body as it arrives, but at most one byte more than the service accepts. Then a worker answers. */
    void gather(Service service, Executor workers) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Runnable more = new Runnable() {
            @Override
            public void run() {
                while (true) {
                    Content.Chunk chunk = request.read();
                    if (chunk == null) {
                        request.demand(this);
                        return;
                    }
                    if (Content.Chunk.isFailure(chunk)) {
                        send(Reply.text(408, ""));
                        return;
                    }
                    byte[] bytes = BufferUtil.toArray(chunk.getByteBuffer());
                    chunk.release();
                    body.write(bytes, 0, Math.min(bytes.length, service.largest() + 1 - body.size()));
                    if (chunk.isLast() || body.size() > service.largest()) break;
                }
                work(service, workers, new ByteArrayInputStream(body.toByteArray()));
            }
        };
        more.run();
    }

    /** Lets a worker answer. */
    void work(Service service, Executor workers, InputStream body) {
        turn.worked(true);
        try {
            workers.execute(() -> answer(service, body));
        } catch (RejectedExecutionException e) {
            turn.worked(false);
            send(Reply.text(503, "Too many requests are waiting. Try again in a few seconds.\n")
                    .with("Retry-After", "10"));
        }
    }

    private void answer(Service service, InputStream body) {
        Reply reply;
        try {
            reply = service.answer(call, body);
        } catch (IOException e) {
            done.failed(e);
            return;
        } catch (RuntimeException e) {
            LOG.error("A request to {} could not be answered", call.path(), e);
            reply = Reply.text(500, "An internal error. The log has the details.\n");
        } finally {
            turn.worked(false);
        }
        send(reply);
    }

    void send(Reply reply) {
        if (reply.late()) request.getComponents().getScheduler().schedule(() -> write(reply), 1, TimeUnit.SECONDS);
        else write(reply);
    }

    private void write(Reply answer) {
        int size = answer.body().length;
        // large answers that clients do not read would fill the heap
        boolean fits = unsent.addAndGet(size) <= MOST_UNSENT || size <= SMALL;
        Reply reply = fits ? answer : Reply.text(503, "").with("Retry-After", "10");
        response.setStatus(reply.status());
        reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        if (reply.events() != null) {
            turn.endless();
            reply.events().add(response, done);
            return;
        }
        boolean bare = call.method().equals("HEAD");
        ByteBuffer body = ByteBuffer.wrap(bare ? new byte[0] : reply.body());
        Runnable taken = () -> {
            unsent.addAndGet(-size);
            // if the connection is closed while the client still sends, the answer does not reach the client
            Content.Source.consumeAll(request, Callback.from(done::succeeded, failure -> done.succeeded()));
        };
        response.write(true, body, Callback.from(taken, failure -> {
            unsent.addAndGet(-size);
            done.failed(failure);
        }));
    }
}
