package dev.breakwater.guard.live;

import dev.breakwater.core.control.Acceptance;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * What people accept, heard within seconds. It has no position: each start says all that still holds, which says nothing
 * new to whoever knows it. Use it with parallelism 1; it emits the maximal watermark at once. The folder of the ledger
 * has to be on a path that this task sees too.
 */
public final class AcceptedSource
        implements Source<Acceptance, AcceptedSource.NoSplit, AcceptedSource.NoSplit>, ResultTypeQueryable<Acceptance> {

    private static final long serialVersionUID = 1L;

    private final String ledgerFolder;

    /** Reading begins unasked, so nothing is handed out. */
    public record NoSplit() implements SourceSplit {

        @Override
        public String splitId() {
            return "none";
        }
    }

    private AcceptedSource(String ledgerFolder) {
        this.ledgerFolder = ledgerFolder;
    }

    /** @param ledgerFolder as in {@code ledger.path} */
    public static AcceptedSource of(String ledgerFolder) {
        return new AcceptedSource(ledgerFolder);
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<Acceptance, NoSplit> createReader(SourceReaderContext context) {
        return new AcceptedReader(Path.of(ledgerFolder), System::currentTimeMillis);
    }

    @Override
    public SplitEnumerator<NoSplit, NoSplit> createEnumerator(SplitEnumeratorContext<NoSplit> context) {
        return new Nothing();
    }

    @Override
    public SplitEnumerator<NoSplit, NoSplit> restoreEnumerator(
            SplitEnumeratorContext<NoSplit> context, NoSplit nothing) {
        return new Nothing();
    }

    @Override
    public SimpleVersionedSerializer<NoSplit> getSplitSerializer() {
        return new Empty();
    }

    @Override
    public SimpleVersionedSerializer<NoSplit> getEnumeratorCheckpointSerializer() {
        return new Empty();
    }

    @Override
    public TypeInformation<Acceptance> getProducedType() {
        return TypeInformation.of(Acceptance.class);
    }

    private static final class Empty implements SimpleVersionedSerializer<NoSplit> {

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(NoSplit nothing) {
            return new byte[0];
        }

        @Override
        public NoSplit deserialize(int version, byte[] serialized) {
            return new NoSplit();
        }
    }

    private static final class Nothing implements SplitEnumerator<NoSplit, NoSplit> {

        @Override
        public void start() {
            // readers begin by themselves
        }

        @Override
        public void handleSplitRequest(int subtask, String host) {
            // there is nothing to hand out
        }

        @Override
        public void addSplitsBack(List<NoSplit> splits, int subtask) {
            // nothing was handed out
        }

        @Override
        public void addReader(int subtask) {
            // the same for all
        }

        @Override
        public NoSplit snapshotState(long checkpointId) {
            return new NoSplit();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
