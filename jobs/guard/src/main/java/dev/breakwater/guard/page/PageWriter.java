package dev.breakwater.guard.page;

import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.guard.file.Rows;
import dev.breakwater.guard.page.PageSink.PageState;
import dev.breakwater.guard.wire.PlotMinutes;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.report.incident.IncidentStory;
import dev.breakwater.report.incident.PageSummary.PageAlert;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates the incidents whose pages may still change. The stories of these incidents are part of the checkpoint. After
 * a restart, a page therefore has exactly the checkpoint's decisions.
 */
final class PageWriter implements StatefulSinkWriter<PageUpdate, PageState> {

    private static final Logger LOG = LoggerFactory.getLogger(PageWriter.class);
    /**
     * The number of checkpoints for which an ended incident is remembered, because decisions may still arrive after its
     * end.
     */
    private static final int REMEMBERED = 3;
    /** The most ended incidents that are remembered if checkpoints fail. */
    private static final int MOST_ENDED = 1_000;

    private final PageQueue queue;
    private final Closeable end;
    private final Map<String, IncidentStory> stories = new HashMap<>();
    /** The number of checkpoints since an incident ended, by page, oldest first. */
    private final Map<String, Integer> ended = new LinkedHashMap<>();

    private final Consumer<PageUpdate> desk = this::hear;
    private String folder = "";

    /** @param end this object is closed together with the writer */
    PageWriter(PageFolder folder, Collection<PageState> states, Executor executor, Closeable end) {
        for (PageState state : states) {
            IncidentStory story = IncidentStory.read(state.json());
            stories.put(story.page(), story);
        }
        this.end = end;
        this.queue = new PageQueue(folder, Set.copyOf(stories.keySet()), executor);
        for (IncidentStory story : stories.values()) publish(story);
    }

    /** Also receives updates that come from outside the job's stages. */
    void listenAt(String desksFolder) {
        folder = desksFolder;
        PageDesk.open(folder, desk);
    }

    @Override
    public void write(PageUpdate news, Context context) {
        hear(news);
    }

    /**
     * Processes an update. An update that cannot be added to a page is logged and skipped, because a page must not stop
     * the job.
     */
    private synchronized void hear(PageUpdate news) {
        try {
            take(news);
        } catch (RuntimeException e) {
            LOG.warn("The incident page {} cannot be updated: {}", news.page(), e.toString());
        }
    }

    private void take(PageUpdate news) {
        switch (news.kind()) {
            case ALARM -> take(news.page(), LedgerJson.readOwn(news.json(), PageAlert.class));
            case DECISION -> take(news.page(), LedgerJson.readOwn(news.json(), DecisionRow.class));
            case POINT -> take(news.page(), news.plot());
        }
    }

    /**
     * Adds minutes to a chart. The first minutes arrive before their incident. If the incident never opens, its
     * minutes are removed in the same way as an ended incident.
     */
    private void take(String page, PlotMinutes minutes) {
        IncidentStory story = story(page, true);
        Rows.of(minutes).forEach(story::add);
        if (story.told()) return;
        ended.put(page, 0);
        if (ended.size() > MOST_ENDED) forgetEldest();
    }

    private void take(String page, PageAlert alert) {
        IncidentStory story = story(page, IncidentStory.begins(alert));
        if (story == null) return;
        story.add(alert);
        publish(story);
    }

    private void take(String page, DecisionRow decision) {
        IncidentStory story = story(page, IncidentStory.begins(decision));
        if (story == null) return;
        story.add(decision);
        publish(story);
    }

    private IncidentStory story(String page, boolean begins) {
        return begins ? stories.computeIfAbsent(page, IncidentStory::new) : stories.get(page);
    }

    private void publish(IncidentStory story) {
        if (!story.told()) return;
        queue.want(story.page(), story.json());
        if (!story.finished()) ended.remove(story.page());
        else if (ended.putIfAbsent(story.page(), 0) == null && ended.size() > MOST_ENDED) forgetEldest();
    }

    private void forgetEldest() {
        String eldest = ended.keySet().iterator().next();
        ended.remove(eldest);
        stories.remove(eldest);
    }

    @Override
    public void flush(boolean endOfInput) {
        queue.nudge();
    }

    @Override
    public synchronized List<PageState> snapshotState(long checkpointId) {
        Iterator<Map.Entry<String, Integer>> all = ended.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Integer> one = all.next();
            one.setValue(one.getValue() + 1);
            if (one.getValue() <= REMEMBERED || queue.owes(one.getKey())) continue;
            stories.remove(one.getKey());
            all.remove();
        }
        return stories.values().stream()
                .map(s -> new PageState(s.json()))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    @Override
    public void close() throws IOException {
        if (!folder.isEmpty()) PageDesk.close(folder, desk);
        end.close();
    }

    /**
     * Passes updates about failing calls on limits, which do not go through a stage of the job. An update of this kind
     * reaches only pages that the same process writes. If another process writes the pages, these alerts have no page.
     */
    public static final class PageDesk {

        /** The number of updates that may wait until a writer is opened. */
        private static final int MOST_EARLY = 100;

        /** The writers by folder. Lock this map before you use it or the map below. */
        private static final Map<Path, Consumer<PageUpdate>> WRITERS = new HashMap<>();

        private static final Map<Path, Queue<PageUpdate>> EARLY = new HashMap<>();

        private PageDesk() {}

        /** Passes an update to the writer. The call never waits for a disk and never throws. */
        public static void tell(String folder, PageUpdate news) {
            synchronized (WRITERS) {
                Path path = path(folder);
                Consumer<PageUpdate> writer = WRITERS.get(path);
                if (writer != null) {
                    writer.accept(news);
                    return;
                }
                Queue<PageUpdate> early = EARLY.computeIfAbsent(path, p -> new ArrayDeque<>());
                early.add(news);
                if (early.size() > MOST_EARLY) early.remove();
            }
        }

        static void open(String folder, Consumer<PageUpdate> writer) {
            synchronized (WRITERS) {
                WRITERS.put(path(folder), writer);
                Queue<PageUpdate> early = EARLY.remove(path(folder));
                if (early != null) early.forEach(writer);
            }
        }

        static void close(String folder, Consumer<PageUpdate> writer) {
            synchronized (WRITERS) {
                WRITERS.remove(path(folder), writer);
            }
        }

        private static Path path(String folder) {
            return Folders.of(folder).toAbsolutePath().normalize();
        }
    }
}
