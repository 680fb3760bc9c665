package dev.breakwater.cli.door;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts refusals by reason, and logs them once an hour, so that attempts cannot fill the log. */
public final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final long HOUR = 3_600_000;

    private final Clock clock;
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Long> saidAt = new TreeMap<>();

    public Refusals(Clock clock) {
        this.clock = clock;
    }

    synchronized void count(String reason, String from) {
        long n = counts.merge(reason, 1L, Long::sum);
        long now = clock.millis();
        if (now - saidAt.getOrDefault(reason, -HOUR) < HOUR) return;
        saidAt.put(reason, now);
        LOG.warn("Request refused: {} (from {}, {} so far)", reason, from, n);
    }

    /** Returns the counts by reason. */
    public synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** Returns the number of lines that were logged. */
    synchronized int told() {
        return saidAt.size();
    }
}
