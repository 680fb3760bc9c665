package dev.breakwater.guard.page;

import dev.breakwater.report.incident.IncidentStory;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes pages on a thread of its own, so that a full or hanging disk cannot delay the job. Only the newest version of
 * a page waits. A failure is logged once. The next page, or the next call of the method {@link #nudge}, tries again.
 */
final class PageQueue {

    /** The most pages that may wait. If more pages wait, the oldest are dropped. */
    static final int MOST = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(PageQueue.class);

    private final PageFolder folder;
    private final Set<String> followed;
    private final Executor executor;
    /**
     * The newest version of each page that is not written yet, by name. Lock this map before you use it or the fields
     * below.
     */
    private final Map<String, String> waiting = new LinkedHashMap<>();

    private String current = "";
    private boolean working;
    private boolean indexDue;
    private boolean failing;
    private long givenUp;

    /**
     * @param followed pages that the job has updated since its start
     * @param executor runs one task at a time
     */
    PageQueue(PageFolder folder, Set<String> followed, Executor executor) {
        this.folder = folder;
        this.followed = Set.copyOf(followed);
        this.executor = executor;
    }

    /** @param json the JSON of an {@link IncidentStory} */
    void want(String page, String json) {
        synchronized (waiting) {
            waiting.remove(page);
            waiting.put(page, json);
            if (waiting.size() > MOST) {
                waiting.remove(waiting.keySet().iterator().next());
                givenUp++;
            }
            indexDue = true;
        }
        nudge();
    }

    /** Returns whether a page waits to be written. */
    boolean owes(String page) {
        synchronized (waiting) {
            return waiting.containsKey(page) || current.equals(page);
        }
    }

    /** Starts writing again if pages wait. */
    void nudge() {
        synchronized (waiting) {
            if (working || !indexDue) return;
            working = true;
        }
        executor.execute(this::work);
    }

    private void work() {
        try {
            folder.prepare(followed);
            writeAll();
            recovered();
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    /** Writes all waiting pages, then the index. Repeats both steps if more pages have arrived. */
    private void writeAll() throws IOException {
        do {
            for (String json = take(); json != null; json = take()) write(json);
            folder.index();
        } while (!done());
    }

    private void write(String json) throws IOException {
        boolean written = false;
        try {
            folder.write(IncidentStory.read(json));
            written = true;
        } finally {
            synchronized (waiting) {
                if (!written) waiting.putIfAbsent(current, json);
                current = "";
            }
        }
    }

    private String take() {
        synchronized (waiting) {
            Iterator<Map.Entry<String, String>> all = waiting.entrySet().iterator();
            if (!all.hasNext()) return null;
            Map.Entry<String, String> first = all.next();
            current = first.getKey();
            all.remove();
            return first.getValue();
        }
    }

    private boolean done() {
        synchronized (waiting) {
            if (!waiting.isEmpty()) return false;
            indexDue = false;
            working = false;
            return true;
        }
    }

    private void recovered() {
        synchronized (waiting) {
            if (failing) LOG.info("Incident pages can be written again; {} were dropped", givenUp);
            failing = false;
        }
    }

    private void failed(Exception e) {
        synchronized (waiting) {
            working = false;
            if (!failing) {
                LOG.warn("Cannot write incident pages to {}; retrying: {}", folder.path(), e.toString());
            }
            failing = true;
        }
    }
}
