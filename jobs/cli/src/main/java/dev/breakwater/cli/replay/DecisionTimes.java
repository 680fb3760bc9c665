package dev.breakwater.cli.replay;

import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.guard.page.PageUpdate;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Replaces the writer of incident pages. Records when the job emits control's decisions to page for a function. */
final class DecisionTimes implements Sink<PageUpdate> {

    private static final long serialVersionUID = 1L;

    private static final String PAGE = DecisionType.PAGE.wire();
    /** The decisions so far, by {@link System#nanoTime}. The job runs in this process, so it shares this queue. */
    private static final Queue<Long> ALL = new ConcurrentLinkedQueue<>();

    /** Returns the times of the decisions since the last call, in order. */
    static List<Long> take() {
        List<Long> taken = new ArrayList<>();
        for (Long nanos = ALL.poll(); nanos != null; nanos = ALL.poll()) taken.add(nanos);
        return taken;
    }

    @Override
    public SinkWriter<PageUpdate> createWriter(WriterInitContext context) {
        return new SinkWriter<>() {

            @Override
            public void write(PageUpdate update, Context context) {
                note(update, System.nanoTime());
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }

    private static void note(PageUpdate update, long nanos) {
        if (update.kind() != PageUpdate.Kind.DECISION) return;
        DecisionRow row = LedgerJson.readOwn(update.json(), DecisionRow.class);
        if (row.where().function() != null && row.type().equals(PAGE)) ALL.add(nanos);
    }
}
