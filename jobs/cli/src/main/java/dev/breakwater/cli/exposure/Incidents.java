package dev.breakwater.cli.exposure;

import dev.breakwater.ledger.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The times of functions' incidents: concurrency during one says nothing about the function's needs. */
final class Incidents {

    private record Span(long fromMillis, long toMillis) {}

    private final Map<String, List<Span>> spans = new HashMap<>();

    void add(Incident row) {
        var i = row.identity();
        Instant onset = row.times().onset();
        if (i.function() == null || onset == null) return;
        Instant end = row.times().endedAt();
        spans.computeIfAbsent(i.account() + "/" + i.region() + "/" + i.function(), k -> new ArrayList<>())
                .add(new Span(onset.toEpochMilli(), end == null ? Long.MAX_VALUE : end.toEpochMilli()));
    }

    /**
     * @param key {@code account/region/function}
     */
    boolean during(String key, long millis) {
        return spans.getOrDefault(key, List.of()).stream().anyMatch(s -> s.fromMillis <= millis && millis < s.toMillis);
    }
}
