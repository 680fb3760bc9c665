package dev.breakwater.guard.page;

import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.source.DaemonThreads;
import dev.breakwater.connectors.source.RecordCodec;
import dev.breakwater.guard.Stage;
import dev.breakwater.report.incident.IncidentStory;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Writes a page for each incident into a folder, and an index of the pages. The sink runs with parallelism 1. A folder
 * belongs to one run. If the folder cannot be written, the job continues.
 *
 * @param folder folder of the pages as a text of {@link Folders}; created if it is missing
 */
public record PageSink(String folder) implements Sink<PageUpdate>, SupportsWriterState<PageUpdate, PageSink.PageState> {
    /** The number of pages of ended incidents that are kept. */
    static final int KEPT = 1_000;

    private static final int CLOSE_SECONDS = 2;

    @Override
    public StatefulSinkWriter<PageUpdate, PageState> createWriter(WriterInitContext context) {
        return restoreWriter(context, List.of());
    }

    @Override
    public StatefulSinkWriter<PageUpdate, PageState> restoreWriter(
            WriterInitContext context, Collection<PageState> states) {
        Stage.requireOneInstance(context.getTaskInfo());
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                0, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new DaemonThreads("incident-pages"));
        return new PageWriter(new PageFolder(Folders.of(folder), KEPT), states, thread, () -> close(thread));
    }

    /** Waits a short time for an unfinished write when the job stops. */
    private static void close(ThreadPoolExecutor thread) {
        thread.shutdown();
        try {
            if (thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
    }

    @Override
    public SimpleVersionedSerializer<PageState> getWriterStateSerializer() {
        return new RecordCodec<>("the state of a page", 1, PageState.class);
    }

    /**
     * The story of an incident in the checkpoint. The checkpoint has stories of open incidents, and of incidents whose
     * page was not written yet.
     *
     * @param json a result of {@link IncidentStory#json}
     */
    record PageState(String json) {}
}
