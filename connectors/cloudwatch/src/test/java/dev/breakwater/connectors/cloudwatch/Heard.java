package dev.breakwater.connectors.cloudwatch;

import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records the output of a feed in a short form: {@code f@3} is a sample of f in minute 3, and {@code mark 3} means that
 * a clock has reached minute 3.
 */
public final class Heard implements FeedRecord.Output {
    public final List<FeedRecord> records = new ArrayList<>();
    public final List<String> story = new ArrayList<>();

    /** Clocks by account and region. The whole feed has the key "|". */
    private final Map<String, Long> minutes = new HashMap<>();

    @Override
    public void emit(FeedRecord r, long timestamp) {
        Datapoint d = r.datapoint();
        if (r.kind() == FeedRecord.Kind.SAMPLE && d.metric().tellsTime()) {
            reach(d.account() + '|' + d.region(), r.arrivalMinute());
        }
        records.add(r);
        story.add(word(r));
        if (r.advances()) reach(r.pulse().account() + '|' + r.pulse().region(), r.advancesTo());
    }

    private void reach(String clock, long minute) {
        if (minute <= Math.max(minutes.getOrDefault(clock, 0L), minutes.getOrDefault("|", 0L))) return;
        minutes.put(clock, minute);
        story.add("mark " + (minute - Lines.BASE));
    }

    public List<FeedRecord> rejects() {
        return records.stream().filter(r -> r.kind() == FeedRecord.Kind.REJECT).toList();
    }

    public List<String> samples() {
        return records.stream()
                .filter(r -> r.kind() == FeedRecord.Kind.SAMPLE)
                .map(Heard::word)
                .toList();
    }

    /** Returns whether a record reports silent minutes. */
    public static boolean silent(FeedRecord r) {
        return r.kind() == FeedRecord.Kind.PULSE && r.pulse().silent();
    }

    public static String word(FeedRecord r) {
        return switch (r.kind()) {
            case SAMPLE -> word(r.datapoint());
            case LATE -> "late " + word(r.datapoint());
            case REJECT ->
                r.reject().reason().wire() + " " + r.reject().file() + ":"
                        + r.reject().line();
            case PULSE -> {
                FeedRecord.Pulse p = r.pulse();
                if (p.alive()) {
                    yield "alive " + (p.minute() - Lines.BASE);
                }
                String gap = (p.silentFrom() - Lines.BASE) + ".." + (p.silentTo() - Lines.BASE);
                yield p.silent() ? "silent " + gap : "pulse";
            }
        };
    }

    private static String word(Datapoint d) {
        return d.function() + "@" + (d.minute() - Lines.BASE);
    }
}
