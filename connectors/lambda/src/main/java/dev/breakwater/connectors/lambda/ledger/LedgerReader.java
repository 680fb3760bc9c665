package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.source.SingleSplitReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries what the ledger says into Flink; looks for more each second. */
final class LedgerReader extends SingleSplitReader<Effect, LedgerSplit> {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerReader.class);
    private static final int BATCH = 256;

    private final Path file;
    private final long everyMillis;
    private final Counter read;
    private final Counter malformed;
    private LedgerCursor cursor;
    private boolean marked;

    /**
     * @param read      counts effects
     * @param malformed counts lines that were passed over
     */
    LedgerReader(Path file, long everyMillis, Counter read, Counter malformed) {
        this.file = file;
        this.everyMillis = everyMillis;
        this.read = read;
        this.malformed = malformed;
    }

    @Override
    public void addSplits(List<LedgerSplit> splits) {
        splits.forEach(split -> cursor = new LedgerCursor(file, split));
        wake();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Effect> output) {
        if (cursor == null) {
            return noMoreSplits() ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
        }
        if (!marked) {
            // effects have no event time: they must hold nobody's up
            output.emitWatermark(Watermark.MAX_WATERMARK);
            marked = true;
        }
        LedgerSplit before = cursor.position();
        long wrong = cursor.malformed();
        List<Effect> effects = effects();
        effects.forEach(effect -> output.collect(effect, effect.at()));
        read.inc(effects.size());
        malformed.inc(cursor.malformed() - wrong);
        if (!cursor.position().equals(before)) {
            return InputStatus.MORE_AVAILABLE;
        }
        InputStatus nothing = sleepUnless(() -> false);
        CompletableFuture.delayedExecutor(everyMillis, TimeUnit.MILLISECONDS).execute(this::wake);
        return nothing;
    }

    /** A folder that cannot be read now must not take the alarms down with the job. */
    private List<Effect> effects() {
        try {
            return cursor.next(BATCH);
        } catch (UncheckedIOException e) {
            LOG.warn("{}: {}", e.getMessage(), e.getCause().toString());
            return List.of();
        }
    }

    @Override
    public List<LedgerSplit> snapshotState(long checkpointId) {
        return cursor == null ? List.of() : List.of(cursor.position());
    }

    @Override
    public void close() {
        // opens the file for each batch
    }
}
