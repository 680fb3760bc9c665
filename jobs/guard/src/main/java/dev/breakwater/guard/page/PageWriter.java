package dev.breakwater.guard.page;

import dev.breakwater.guard.file.Rows;
import dev.breakwater.guard.page.PageSink.PageState;
import dev.breakwater.guard.wire.PlotMinutes;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.report.incident.IncidentStory;
import dev.breakwater.report.incident.PageSummary.PageAlert;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
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

    /**
     * Processes an update. An update that cannot be added to a page is logged and skipped, because a page must not stop
     * the job.
     */
    @Override
    public void write(PageUpdate news, Context context) {
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
    public List<PageState> snapshotState(long checkpointId) {
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
        end.close();
    }
}
