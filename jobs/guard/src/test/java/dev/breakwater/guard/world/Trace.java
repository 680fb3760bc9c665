package dev.breakwater.guard.world;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The latest events in a world, to find out why a rule was broken. */
final class Trace {

    private static final int LINES = Integer.getInteger("breakwater.trace", 60);

    private final WorldClock clock;
    private final Deque<Object[]> lines = new ArrayDeque<>();

    Trace(WorldClock clock) {
        this.clock = clock;
    }

    void note(Object... what) {
        Object[] line = new Object[what.length + 1];
        line[0] = clock.now;
        System.arraycopy(what, 0, line, 1, what.length);
        lines.addLast(line);
        if (lines.size() > LINES) lines.removeFirst();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (Object[] line : lines) {
            text.append(Instant.ofEpochMilli((Long) line[0]));
            for (int i = 1; i < line.length; i++) text.append(' ').append(line[i]);
            text.append('\n');
        }
        return text.toString();
    }
}
