package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.ledger.EffectsListener.Stopped;
import dev.breakwater.connectors.lambda.ledger.EffectsLog.EffectsLogFactory;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The committer's side of the effects log: opens it when it can, keeps what could not be written until it can (the
 * newest 1,000), and says when acts must stop.
 */
public final class EffectsJournal implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(EffectsJournal.class);
    /** Begins the detail of what was not done because of the ledger: no fault of the function or its account. */
    public static final String NOT_WRITTEN = "not attempted: ledger";

    private static final int WAITING_LIMIT = 1_000;

    private final EffectsLogFactory factory;
    private final EffectsListener listener;
    private final Deque<Effect> waiting = new ArrayDeque<>();
    private EffectsLog log;
    private Stopped told;

    public EffectsJournal(EffectsLogFactory factory, EffectsListener listener) {
        this.factory = factory;
        this.listener = listener;
    }

    /** Whether an act may begin: the log is open, has room, and nothing done before is missing in it. */
    public boolean isWritable() {
        try {
            if (log == null) {
                log = factory.open();
            }
            log.ensureWritable();
            writeWaiting();
            boolean whole = log.stopped().isEmpty();
            tell(whole ? Stopped.NOTHING : Stopped.THROTTLES, log.stopped());
            return true;
        } catch (IOException e) {
            LOG.warn("Effects ledger cannot be written, acts stop: {}", e.toString());
            tell(Stopped.ACTS, e.toString());
            return false;
        }
    }

    private void tell(Stopped what, String why) {
        if (what != told) {
            told = what;
            listener.stopped(what, why);
        }
    }

    /** Why no new throttle may begin though the log can be written, or empty. */
    public String stopped() {
        return log.stopped();
    }

    public Effect givenBack(LeverRef limit, String intent) {
        return log.givenBack(limit, intent);
    }

    public History history(LeverRef limit, long nowMillis) {
        return log.history(limit, nowMillis);
    }

    public void write(Effect effect) {
        listener.seen(effect);
        note(effect);
    }

    /** Writes down what says nothing of how acts go. */
    public void note(Effect effect) {
        boolean writable = isWritable();
        if (!writable && effect.outcome() == EffectOutcome.NOT_ATTEMPTED) {
            // nothing was done; keeping these would push out what was
            return;
        }
        waiting.addLast(effect);
        if (waiting.size() > WAITING_LIMIT) {
            waiting.removeFirst();
        }
        if (writable) {
            isWritable();
        }
    }

    @Override
    public void close() throws IOException {
        if (log != null) {
            log.close();
        }
    }

    private void writeWaiting() throws IOException {
        while (!waiting.isEmpty()) {
            log.append(waiting.getFirst());
            waiting.removeFirst();
        }
    }
}
