package dev.breakwater.connectors.cloudwatch;

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
        String clock = r.account() + '|' + r.region();
        if (r.kind() == FeedRecord.Kind.SAMPLE && r.metric().tellsTime()) reach(clock, r.arrivalMinute());
        records.add(r);
        story.add(word(r));
        if (r.advances()) reach(clock, r.advancesTo());
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

    public static String word(FeedRecord r) {
        long minute = r.dataMinute() - Lines.BASE;
        return switch (r.kind()) {
            case SAMPLE -> r.function() + "@" + minute;
            case LATE -> "late " + r.function() + "@" + minute;
            case REJECT -> r.reason().wire() + " " + r.file() + ":" + r.line();
            case PULSE -> {
                if (r.alive()) {
                    yield "alive " + minute;
                }
                String gap = (r.silentFrom() - Lines.BASE) + ".." + (r.silentTo() - Lines.BASE);
                yield r.silent() ? "silent " + gap : "pulse";
            }
        };
    }
}
