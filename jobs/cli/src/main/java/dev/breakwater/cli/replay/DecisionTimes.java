package dev.breakwater.cli.replay;

import dev.breakwater.cli.recording.GrowthFleet;
import dev.breakwater.core.control.DecisionType;
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

/** Stands where incident pages are kept, and notes when control's decisions to page for a function come out of the job. */
final class DecisionTimes implements Sink<PageUpdate> {

    private static final long serialVersionUID = 1L;
    private static final String PAGE = DecisionType.PAGE.wire();
    /** The job runs in this process. */
    private static final Queue<Decided> ALL = new ConcurrentLinkedQueue<>();

    /**
     * @param function its number in the fleet
     * @param minute   whose samples led to it, epoch seconds / 60
     * @param nanos    when, by {@link System#nanoTime}
     */
    record Decided(int function, long minute, long nanos) {}

    /** The decisions since the last call. */
    static List<Decided> take() {
        List<Decided> taken = new ArrayList<>();
        for (Decided d = ALL.poll(); d != null; d = ALL.poll()) taken.add(d);
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
        if (update.alarm()) return;
        DecisionRow row = LedgerJson.readOwn(update.json(), DecisionRow.class);
        if (row.where().function() == null || !row.type().equals(PAGE)) return;
        ALL.add(new Decided(
                GrowthFleet.number(row.where().function()), row.decided().minute(), nanos));
    }
}
