package dev.breakwater.guard.live;

import dev.breakwater.connectors.alarms.outbox.OpenKeys;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter;
import dev.breakwater.connectors.lambda.ledger.NewerAttempt;
import dev.breakwater.guard.convert.AlertLines;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The alerts that a receiver shows, as lines of a chain of their own in the ledger: anyone who has lost its state ends them. */
final class ShownAlerts implements OpenKeys {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ShownAlerts.class);

    private final String chains;
    private final String writer;
    private transient LedgerWriter ledger;

    /**
     * @param chains   the folder of the ledger's chains, as a text of {@link Folders}
     * @param receiver whose alerts they are
     */
    ShownAlerts(String chains, String receiver) {
        this.chains = chains;
        this.writer = LedgerFolder.alerts(receiver);
    }

    @Override
    public void opened(OpenKey key) {
        note(key, true);
    }

    @Override
    public void closed(OpenKey key) {
        note(key, false);
    }

    /** Keys that cannot be written now wait, and are lost with the process: then an old alert is left to people. */
    private void note(OpenKey key, boolean opened) {
        Clock clock = Clock.systemUTC();
        if (ledger == null) ledger = LedgerWriter.of(Folders.of(chains), writer, LedgerWriter.SEGMENT_BYTES, clock);
        try {
            ledger.note(AlertLines.of(key, opened, clock.instant()));
        } catch (NewerAttempt e) {
            throw new IllegalStateException("a chain of alerts has no attempts", e);
        }
    }

    @Override
    public List<OpenKey> open() {
        try {
            return AlertLines.open(LedgerMemory.read(Folders.of(chains), writer));
        } catch (IOException e) {
            LOG.warn("Earlier open alerts cannot be read from chain {}: resolve them by hand", writer, e);
            return List.of();
        }
    }
}
