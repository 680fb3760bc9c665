package dev.breakwater.cli.receive;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.receive.AccessKeys.Forgeries.Forged;
import dev.breakwater.connectors.source.DaemonThreads;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Severity;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a page if somebody uses a key to deliver lines of an account for which the key is not valid. The command {@code
 * receive} pages at most once an hour, and resolves the page after an hour without such lines. The command sends this
 * page, not the job, because the job does not see the refused lines.
 */
final class ForgedPages implements Consumer<Forged>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ForgedPages.class);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int EVERY_SECONDS = 10;

    private final Supplier<Map<String, AlarmChannel.Source>> receivers;
    private final Clock clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("forged-pages"));

    private final Map<Integer, Forged> unsaid = new LinkedHashMap<>();
    private String key = "";
    private long pagedAt;
    private long newestAt;
    private final Deque<AlarmEvent> waiting = new ArrayDeque<>();
    private final Set<String> heard = new HashSet<>();
    private AlarmEvent complained;

    /** @param receivers the channels by name; a channel is opened when there is a message to send */
    ForgedPages(Supplier<Map<String, AlarmChannel.Source>> receivers, Clock clock) {
        this.receivers = receivers;
        this.clock = clock;
    }

    /** Checks at intervals whether a message is due. */
    ForgedPages start() {
        thread.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    @Override
    public synchronized void accept(Forged forged) {
        newestAt = clock.millis();
        unsaid.merge(
                forged.key(),
                forged,
                (old, more) -> new Forged(old.key(), old.accounts(), old.what(), old.lines() + more.lines()));
        if (key.isEmpty() && !thread.isShutdown()) thread.execute(this::look);
    }

    /** Sends each page and each resolve that is due. */
    void look() {
        for (AlarmEvent event = next(); event != null && tell(event); event = next()) {
            // the next one
        }
    }

    /** Returns whether every pager accepted the message. */
    private boolean tell(AlarmEvent event) {
        try {
            Map<String, AlarmChannel.Source> all = receivers.get();
            all.forEach((name, receiver) -> {
                if (!heard.contains(name) && said(receiver, name, event)) heard.add(name);
            });
            if (!heard.containsAll(all.keySet())) return false;
            over();
            return true;
        } catch (RuntimeException e) {
            if (!event.equals(complained)) {
                LOG.error("{}: no receiver could be reached, retrying: {}", event.summary(), e.toString());
            }
            complained = event;
            return false;
        }
    }

    private synchronized AlarmEvent next() {
        long now = clock.millis();
        if (waiting.isEmpty() && !unsaid.isEmpty() && (key.isEmpty() || now - pagedAt >= HOUR.toMillis())) {
            // a new key makes the pager notify people again, and the earlier page is resolved
            if (!key.isEmpty()) waiting.add(event(AlarmAction.RESOLVE));
            key = "breakwater/forged/" + now;
            pagedAt = now;
            waiting.add(event(AlarmAction.TRIGGER));
            unsaid.clear();
        } else if (waiting.isEmpty() && !key.isEmpty() && now - newestAt >= HOUR.toMillis()) {
            waiting.add(event(AlarmAction.RESOLVE));
            key = "";
        }
        return waiting.peek();
    }

    private synchronized void over() {
        waiting.remove();
        heard.clear();
    }

    private static boolean said(AlarmChannel.Source receiver, String name, AlarmEvent event) {
        try (AlarmChannel channel = receiver.open()) {
            Delivery delivery = channel.deliver(event);
            if (delivery instanceof Delivery.Rejected refused) {
                LOG.error("{}: {} refused the page with HTTP {}", event.summary(), name, refused.status());
            }
            return !(delivery instanceof Delivery.RetryLater);
        }
    }

    private AlarmEvent event(AlarmAction action) {
        Map<String, String> details = new LinkedHashMap<>();
        long lines = 0;
        for (Forged f : unsaid.values()) {
            lines += f.lines();
            details.put(
                    "receive.keys[" + f.key() + ']',
                    "valid for " + String.join(", ", f.accounts()) + "; delivered " + f.what() + ", " + f.lines()
                            + " refused");
        }
        details.put(
                "meaning",
                "Somebody used a key for an account that the key is not valid for, or receive.keys lacks "
                        + "an account.");
        details.put(
                "do",
                "Find out who has the key, and give the stream another key. If the account is yours, add it "
                        + "to the key's accounts.");
        return new AlarmEvent(
                action,
                key,
                action == AlarmAction.RESOLVE
                        ? "No forged lines have come since, so this page resolves"
                        : "Forged lines refused: " + lines + " with a key of another account",
                Severity.CRITICAL,
                clock.millis(),
                new AlarmEvent.Subject("breakwater receive", "receive", "", "forged"),
                details);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
