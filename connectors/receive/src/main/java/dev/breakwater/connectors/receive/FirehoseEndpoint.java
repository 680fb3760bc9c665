package dev.breakwater.connectors.receive;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.breakwater.connectors.http.Service.HttpCall;
import dev.breakwater.connectors.http.Service.Reply;
import dev.breakwater.connectors.receive.AccessKeys.Forgeries;
import dev.breakwater.connectors.receive.AccessKeys.Holder;
import dev.breakwater.connectors.receive.Receiver.EndpointSettings;
import dev.breakwater.connectors.receive.Receiver.UnreadStreams;
import dev.breakwater.connectors.receive.content.Batch;
import dev.breakwater.connectors.receive.content.Batch.RejectReason;
import dev.breakwater.connectors.receive.content.BudgetedBytes;
import dev.breakwater.connectors.receive.content.CappedStream;
import dev.breakwater.connectors.receive.content.DeliveryReader;
import dev.breakwater.connectors.receive.content.DeliveryReader.DeliveryHead;
import dev.breakwater.connectors.receive.content.Json;
import dev.breakwater.connectors.receive.content.Refused;
import dev.breakwater.connectors.receive.store.LandingStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts deliveries of the Firehose HTTP contract. The endpoint checks the key before it reads the delivery. */
final class FirehoseEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(FirehoseEndpoint.class);
    private static final String HEADER = "x-amz-firehose-";

    /**
     * The longest wait for storage. Firehose waits 3 minutes. After this wait, the answer asks Firehose to retry later,
     * and the retry finds that the delivery is stored.
     */
    private static final long PATIENCE_SECONDS = 150;

    private final EndpointSettings settings;
    private final DeliveryGate admission;
    private final RequestIds ids;
    private final Committer committer;
    private final DeliveryReader reader;
    private final Counters counters;
    private final UnreadStreams unread;
    private final Forgeries forgeries;
    private final Clock clock;
    private final Map<Integer, Semaphore> turns = new ConcurrentHashMap<>();

    FirehoseEndpoint(
            EndpointSettings settings, DeliveryGate admission, RequestIds ids, Committer committer, Tools tools) {
        this.settings = settings;
        this.admission = admission;
        this.ids = ids;
        this.committer = committer;
        reader = new DeliveryReader(settings.limits(), tools.budget());
        counters = tools.counters();
        unread = tools.unread();
        forgeries = tools.forgeries();
        clock = tools.clock();
    }

    /** The objects that all parts of the endpoint share. */
    record Tools(
            BudgetedBytes.Budget budget, Counters counters, UnreadStreams unread, Forgeries forgeries, Clock clock) {}

    /** Returns the reason why a delivery is refused before it is read, or an empty text. */
    Optional<Reply> refusal(HttpCall call) {
        try {
            holder(call);
            return Optional.empty();
        } catch (Refused refused) {
            counters.answered(refused.status(), 0);
            Reply reply = reply(refused.status(), requestId(call), refused.getMessage());
            return Optional.of(refused.status() == 401 ? reply.later() : reply);
        }
    }

    private Holder holder(HttpCall call) throws Refused {
        if (!call.method().equals("POST")) {
            throw Refused.wrongMethod();
        }
        if (call.doubled(HEADER + "access-key") || call.doubled(HEADER + "source-arn")) {
            throw Refused.doubled();
        }
        Holder holder =
                settings.keys().holder(call.header(HEADER + "access-key")).orElseThrow(Refused::wrongKey);
        String account = DeliveryHead.account(call.header(HEADER + "source-arn"));
        if (!holder.accounts().contains(account)) {
            forgeries.count(holder, "a stream of account " + (account.isEmpty() ? "not told" : account), 1);
            throw Refused.wrongAccount();
        }
        return holder;
    }

    private static String requestId(HttpCall call) {
        return call.header(HEADER + "request-id");
    }

    Reply answer(HttpCall call, InputStream body) {
        long began = System.nanoTime();
        Reply reply = delivered(call, body);
        counters.answered(reply.status(), System.nanoTime() - began);
        return reply;
    }

    private Reply delivered(HttpCall call, InputStream body) {
        String requestId = requestId(call);
        try {
            Holder holder = holder(call);
            // slow deliveries with one key must leave workers free for other keys
            Semaphore turn = turns.computeIfAbsent(holder.number(), number -> new Semaphore(share()));
            if (!turn.tryAcquire()) {
                throw Refused.busy("there are too many deliveries with this key at once");
            }
            try (body) {
                deliver(call, holder, body);
            } finally {
                turn.release();
            }
            return reply(200, requestId, null);
        } catch (Refused refused) {
            return reply(refused.status(), requestId, refused.getMessage());
        } catch (IOException e) {
            return reply(400, requestId, "the body was not sent completely");
        } catch (RuntimeException e) {
            LOG.error("A delivery could not be read", e);
            return reply(500, requestId, "an internal error, with details in the log");
        }
    }

    /**
     * Makes an answer in the form that Firehose requires.
     *
     * @param error the reason of a refusal, or null for an acknowledgement
     */
    private Reply reply(int status, String requestId, String error) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("requestId", Json.plain(requestId, 256));
            json.writeNumberField("timestamp", clock.millis());
            if (error != null) {
                json.writeStringField("errorMessage", error);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail", e);
        }
        return retried(Reply.of(status, "application/json", out.toByteArray()));
    }

    /** Returns the same answer, with the time of the next attempt if it is a 503. */
    static Reply retried(Reply reply) {
        return reply.status() == 503 ? reply.with("Retry-After", String.valueOf(Refused.RETRY_SECONDS)) : reply;
    }

    private int share() {
        int threads = settings.limits().threads();
        return settings.keys().size() == 1 ? threads : Math.max(1, threads / 2);
    }

    private void deliver(HttpCall call, Holder holder, InputStream body) throws Refused, IOException {
        try {
            DeliveryHead head = DeliveryHead.of(
                    requestId(call),
                    call.header(HEADER + "source-arn"),
                    call.header(HEADER + "protocol-version"),
                    call.header("content-encoding"));
            CompletableFuture<Void> elsewhere = ids.claim(head.key());
            if (elsewhere == null) {
                take(head, holder, body);
            } else {
                counters.duplicate();
                await(elsewhere);
            }
        } finally {
            // if a connection is closed while the other side still sends, the answer is lost
            drain(body);
        }
    }

    private void take(DeliveryHead head, Holder holder, InputStream body) throws Refused, IOException {
        CompletableFuture<Void> stored = ids.claimed(head.key());
        boolean submitted = false;
        Refused why = Refused.busy("the delivery was not read completely");
        try {
            admission.check();
            CappedStream counted = new CappedStream(body, Long.MAX_VALUE);
            Batch batch = reader.read(head, holder.accounts(), counted);
            counters.read(counted.bytesRead());
            submit(batch);
            submitted = true;
            unread.read(head.sourceArn(), batch.tally());
            long forged = batch.tally().rejects().getOrDefault(RejectReason.WRONG_ACCOUNT, 0L);
            if (forged > 0) {
                forgeries.count(holder, "lines of another account", forged);
            }
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

    /** Decides whether a delivery is accepted now. */
    static final class DeliveryGate {
        private final LandingStore store;
        private final Committer committer;
        private final long freeBytes;
        private volatile boolean closing;

        DeliveryGate(LandingStore store, Committer committer, long freeBytes) {
            this.store = store;
            this.committer = committer;
            this.freeBytes = freeBytes;
        }

        /** After this call, every delivery is refused. */
        void close() {
            closing = true;
        }

        /** @throws Refused 503 if no delivery is accepted at present */
        void check() throws Refused {
            String reason = reason();
            if (!reason.isEmpty()) {
                throw Refused.busy(reason);
            }
        }

        /** Returns the reason why no delivery is accepted, or "". */
        String reason() {
            if (closing) {
                return "the endpoint is closing";
            }
            return store.freeBytes() < freeBytes ? "the disk is nearly full" : committer.trouble();
        }
    }
}
