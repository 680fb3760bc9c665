package dev.breakwater.connectors.cloudwatch;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a feed says, and writes it in short words: {@code f@3} is a sample of f in minute 3. */
public final class Heard implements FeedRecord.Output {
    public final List<FeedRecord> records = new ArrayList<>();
    public final List<String> story = new ArrayList<>();

    @Override
    public void emit(FeedRecord r, long timestamp) {
        records.add(r);
        story.add(word(r));
    }

    @Override
    public void watermark(long timestamp) {
        story.add(mark(timestamp));
    }

    @Override
    public void timeless() {
        story.add("timeless");
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

    public static String mark(long timestamp) {
        return "mark " + ((timestamp + 1) / 60_000 - Lines.BASE);
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
