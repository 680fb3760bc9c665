package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.source.SingleSplitSource;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.MetricGroup;

/**
 * What AWS answered to our acts, as the ledger has it, tailed while it is written: each line once, in order, also across
 * a restart, the position being in the checkpoint. Use it with parallelism 1 and {@code WatermarkStrategy.noWatermarks()}:
 * it emits the maximal watermark at once. It waits for a ledger that is not there yet. The ledger has to be on a path
 * that this task and the committer both see.
 *
 * <p>It begins with what the ledger comes to: the newest line of each limit that was not given back, and who is left alone.
 * Where the ledger is shorter than it was read it begins so again: effects may then come a second time.
 */
public final class EffectsSource extends SingleSplitSource<Effect, LedgerSplit> {

    private static final long EVERY_MILLIS = 1_000;
    /** Where a look is a call that costs. */
    private static final long EVERY_MILLIS_IN_A_BUCKET = 5_000;

    private final String file;
    private final long everyMillis;

    private EffectsSource(String file, long everyMillis) {
        this.file = file;
        this.everyMillis = everyMillis;
    }

    /** @param ledgerPath of the first segment, {@code .../ledger.jsonl}, as a text of {@link Folders}, as {@link HashChainedLedger#at} has it */
    public static EffectsSource of(String ledgerPath) {
        return new EffectsSource(ledgerPath, Folders.isBucket(ledgerPath) ? EVERY_MILLIS_IN_A_BUCKET : EVERY_MILLIS);
    }

    /** One that looks more often. */
    static EffectsSource of(String ledgerPath, long everyMillis) {
        return new EffectsSource(ledgerPath, everyMillis);
    }

    @Override
    protected LedgerSplit first() {
        return LedgerSplit.FROM_THE_START;
    }

    @Override
    public SimpleVersionedSerializer<LedgerSplit> getSplitSerializer() {
        return new LedgerSplitSerializer();
    }

    @Override
    public SourceReader<Effect, LedgerSplit> createReader(SourceReaderContext context) {
        MetricGroup metrics = context.metricGroup();
        return new LedgerReader(
                Folders.of(file),
                everyMillis,
                context.metricGroup().getIOMetricGroup().getNumRecordsInCounter(),
                metrics.counter("breakwater_ledger_lines_malformed_total"));
    }

    @Override
    public TypeInformation<Effect> getProducedType() {
        return TypeInformation.of(Effect.class);
    }
}
