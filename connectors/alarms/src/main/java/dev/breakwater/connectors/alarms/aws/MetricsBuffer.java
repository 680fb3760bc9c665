package dev.breakwater.connectors.alarms.aws;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Figures that wait to be sent: the newest of each account, region and minute, the oldest dropped when there are too many
 * or they are too old. Not thread safe.
 */
final class MetricsBuffer {

    /** Four metrics each; a call takes 1,000. */
    static final int BATCH = 250;

    private static final int CAPACITY = 2_000;
    private static final long MAX_AGE_MILLIS = 2 * 3_600_000L;

    private final Map<String, MetricSnapshot> waiting = new LinkedHashMap<>();
    private long dropped;

    void offer(MetricSnapshot figures, long now) {
        if (!figures.isSound() || now - figures.atMillis() > MAX_AGE_MILLIS) {
            dropped++;
            return;
        }
        waiting.put(key(figures), figures);
        shed();
    }

    /** Takes the oldest out, at most one batch. */
    List<MetricSnapshot> take(long now) {
        List<MetricSnapshot> batch = new ArrayList<>();
        Iterator<MetricSnapshot> oldest = waiting.values().iterator();
        while (oldest.hasNext() && batch.size() < BATCH) {
            MetricSnapshot figures = oldest.next();
            oldest.remove();
            if (now - figures.atMillis() > MAX_AGE_MILLIS) {
                dropped++;
            } else {
                batch.add(figures);
            }
        }
        return batch;
    }

    /** Keeps unsent snapshots for the next attempt. A snapshot that has arrived since for the same minute replaces its old one. */
    void putBack(List<MetricSnapshot> batch) {
        Map<String, MetricSnapshot> newer = new LinkedHashMap<>(waiting);
        waiting.clear();
        batch.forEach(figures -> waiting.put(key(figures), figures));
        waiting.putAll(newer);
        shed();
    }

    void drop(int figures) {
        dropped += figures;
    }

    long dropped() {
        return dropped;
    }

    int size() {
        return waiting.size();
    }

    private void shed() {
        Iterator<MetricSnapshot> oldest = waiting.values().iterator();
        while (waiting.size() > CAPACITY) {
            oldest.next();
            oldest.remove();
            dropped++;
        }
    }

    private static String key(MetricSnapshot figures) {
        return figures.account() + '/' + figures.region() + '/' + figures.atMillis() / 60_000;
    }
}
