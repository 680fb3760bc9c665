package dev.breakwater.guard.world;

import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.core.control.ControlOutput;
import dev.breakwater.core.control.LimitObservation;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last that happened in a world, for whoever has to find out why. */
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

    void decided(Job job, ControlOutput out) {
        out.decisions.forEach(d ->
                note(job.owner, "decides", d.type(), d.reason(), d.scope().key(), d.limit(), d.previous(), d.words()));
    }

    void observed(Job job, LimitObservation o) {
        if (o.kind() != LimitObservation.Kind.MARKED)
            note(job.owner, "hears", o.kind(), o.function(), o.intent(), o.limit(), o.found(), o.reason());
    }

    void acted(Job job, Effect e) {
        note(job.owner, "acts", e.throttle(), e.outcome(), e.function(), e.lever(), e.intent(), e.limit(), e.detail());
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
