package dev.breakwater.guard.live;

import dev.breakwater.connectors.source.AskingReader;
import dev.breakwater.connectors.source.AskingSource;
import dev.breakwater.core.control.Acceptance;
import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;

/**
 * What people accept, heard within seconds. It has no position: each start says all that still holds, which says nothing
 * new to whoever knows it. Use it with parallelism 1; it emits the maximal watermark at once. The folder of the ledger
 * has to be on a path that this task sees too.
 */
public final class AcceptedSource extends AskingSource<Acceptance> {

    private static final long serialVersionUID = 1L;

    private final String ledgerFolder;

    private AcceptedSource(String ledgerFolder) {
        this.ledgerFolder = ledgerFolder;
    }

    /** @param ledgerFolder as in {@code ledger.path} */
    public static AcceptedSource of(String ledgerFolder) {
        return new AcceptedSource(ledgerFolder);
    }

    @Override
    protected AskingReader<Acceptance> reader(Counter read) {
        return new AcceptedReader(Path.of(ledgerFolder), System::currentTimeMillis, read);
    }

    @Override
    public TypeInformation<Acceptance> getProducedType() {
        return TypeInformation.of(Acceptance.class);
    }
}
