package dev.breakwater.connectors.receive;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.breakwater.connectors.receive.content.Batch;
import dev.breakwater.connectors.receive.content.BudgetedBytes;
import dev.breakwater.connectors.receive.content.CappedBody;
import dev.breakwater.connectors.receive.content.DeliveryHead;
import dev.breakwater.connectors.receive.content.DeliveryReader;
import dev.breakwater.connectors.receive.content.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes deliveries of the Firehose HTTP contract. Nothing is read before the key is right. */
final class FirehoseEndpoint implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FirehoseEndpoint.class);
    private static final String HEADER = "X-Amz-Firehose-";

    /** Firehose waits 3 minutes; what is not stored by then is answered "later" and found stored by the retry. */
    private static final long PATIENCE_SECONDS = 150;

    private final EndpointSettings settings;
    private final Admission admission;
    private final RequestIds ids;
    private final Committer committer;
    private final DeliveryReader reader;
    private final Counters counters;
    private final UnreadStreams unread;
    private final Clock clock;

    FirehoseEndpoint(EndpointSettings settings, Admission admission, RequestIds ids, Committer committer, Tools tools) {
        this.settings = settings;
        this.admission = admission;
        this.ids = ids;
        this.committer = committer;
        reader = new DeliveryReader(settings.limits(), tools.budget());
        counters = tools.counters();
        unread = tools.unread();
        clock = tools.clock();
    }

    /** What all parts share. */
    record Tools(BudgetedBytes.Budget budget, Counters counters, UnreadStreams unread, Clock clock) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        long began = System.nanoTime();
        admission.enter();
        try (exchange) {
            Reply reply = answer(exchange);
            reply.send(exchange);
            counters.answered(reply.status(), System.nanoTime() - began);
        } finally {
            admission.leave();
        }
    }

    private Reply answer(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String requestId = headers.getFirst(HEADER + "Request-Id");
        try {
            deliver(exchange, headers, requestId);
            return Reply.delivery(200, requestId, clock.millis(), null);
        } catch (Refused refused) {
            return Reply.delivery(refused.status(), requestId, clock.millis(), refused.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A delivery could not be read", e);
            return Reply.delivery(500, requestId, clock.millis(), "a defect; the log has it");
        }
    }

    private void deliver(HttpExchange exchange, Headers headers, String requestId) throws Refused, IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            throw Refused.wrongMethod();
        }
        if (!settings.key().matches(headers.getFirst(HEADER + "Access-Key"))) {
            throw Refused.wrongKey();
        }
        String encoding = headers.getFirst("Content-Encoding");
        String version = headers.getFirst(HEADER + "Protocol-Version");
        try (InputStream body = exchange.getRequestBody()) {
            try {
                DeliveryHead head =
                        DeliveryHead.of(requestId, headers.getFirst(HEADER + "Source-Arn"), version, encoding);
                CompletableFuture<Void> elsewhere = ids.claim(head.key());
                if (elsewhere == null) {
                    take(head, body);
                } else {
                    counters.duplicate();
                    await(elsewhere);
                }
            } finally {
                // a connection that is cut while the other side still sends loses the answer
                drain(body);
            }
        }
    }

    private void take(DeliveryHead head, InputStream body) throws Refused, IOException {
        CompletableFuture<Void> stored = ids.claimed(head.key());
        boolean submitted = false;
        Refused why = Refused.busy("the delivery was not read to its end");
        try {
            admission.check();
            CappedBody counted = new CappedBody(body, Long.MAX_VALUE);
            Batch batch = reader.read(head, counted);
            counters.read(counted.bytesRead());
            submit(batch);
            submitted = true;
            unread.read(head.sourceArn(), batch.tally());
        } catch (Refused refused) {
            why = refused;
            throw refused;
        } finally {
            if (!submitted) {
                ids.release(head.key(), why);
            }
        }
        await(stored);
    }

    private void submit(Batch batch) throws Refused {
        boolean taken = false;
        try {
            if (batch.empty()) {
                counters.stored(batch.tally());
                ids.stored(List.of(batch.key()));
            } else {
                committer.submit(batch);
                taken = true;
            }
        } finally {
            if (!taken) {
                batch.close();
            }
        }
    }

    private static void await(CompletableFuture<Void> stored) throws Refused {
        try {
            stored.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refused refused ? refused : Refused.busy("it could not be stored");
        } catch (TimeoutException e) {
            throw Refused.busy("it is still being stored");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refused.busy("the endpoint is closing");
        }
    }

    private void drain(InputStream body) throws IOException {
        byte[] waste = new byte[1 << 13];
        long left = settings.limits().bodyBytes();
        for (int n = body.read(waste); n >= 0 && left > 0; n = body.read(waste)) {
            left -= n;
        }
    }
}
