package dev.breakwater.guard.page;

import dev.breakwater.report.incident.IncidentStory;
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
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the incidents whose pages may still change. Their stories are part of the checkpoint, so that after a restart
 * pages tell neither of what was decided after it nor less than before.
 */
final class PageWriter implements StatefulSinkWriter<PageNews, PageState> {

    private static final Logger LOG = LoggerFactory.getLogger(PageWriter.class);
    /** Checkpoints for which an incident that has ended is remembered: what was decided with its end may come after it. */
    private static final int REMEMBERED = 3;
    /** Ended ones that are remembered at most, should checkpoints fail. */
    private static final int MOST_ENDED = 1_000;

    private final Scribe scribe;
    private final Closeable end;
    private final Map<String, IncidentStory> stories = new HashMap<>();
    /** Checkpoints since the end, by page, the eldest first. */
    private final Map<String, Integer> ended = new LinkedHashMap<>();

    private final Consumer<PageNews> desk = this::hear;
    private String folder = "";

    /** @param end what is to be closed with it */
    PageWriter(PageFolder folder, Collection<PageState> states, Executor executor, Closeable end) {
        for (PageState state : states) {
            IncidentStory story = IncidentStory.read(state.json());
            stories.put(story.page(), story);
        }
        this.end = end;
        this.scribe = new Scribe(folder, Set.copyOf(stories.keySet()), executor);
        for (IncidentStory story : stories.values()) publish(story);
    }

    /** Takes what comes past the job's stages, too. */
    void listenAt(String desksFolder) {
        folder = desksFolder;
        PageDesk.open(folder, desk);
    }

    @Override
    public void write(PageNews news, Context context) {
        hear(news);
    }

    /** News that no page can be made of are said and passed over: a page is not worth the job. */
    private synchronized void hear(PageNews news) {
        try {
            take(news);
        } catch (RuntimeException e) {
            LOG.warn("No news for the incident page {}: {}", news.page(), e.toString());
        }
    }

    private void take(PageNews news) {
        IncidentStory story = stories.get(news.page());
        if (story == null) {
            if (!IncidentStory.begins(news.alarm(), news.json())) return;
            story = new IncidentStory(news.page());
            stories.put(news.page(), story);
        }
        story.add(news.alarm(), news.json());
        publish(story);
    }

    private void publish(IncidentStory story) {
        if (!story.told()) return;
        scribe.want(story.page(), story.json());
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
        scribe.nudge();
    }

    @Override
    public synchronized List<PageState> snapshotState(long checkpointId) {
        Iterator<Map.Entry<String, Integer>> all = ended.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Integer> one = all.next();
            one.setValue(one.getValue() + 1);
            if (one.getValue() <= REMEMBERED || scribe.owes(one.getKey())) continue;
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
}
