package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.lambda.LeverRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An effects log in memory, with faults to order. It survives being closed, as a file does. */
public final class MemoryEffectsLog implements EffectsLog {

    private final List<Effect> lines = new ArrayList<>();
    private final EffectsMemory memory = new EffectsMemory();
    private String stopped = "";
    private boolean broken;
    private boolean breakAtAppend;
    private boolean dieAtAppend;

    public synchronized List<Effect> lines() {
        return List.copyOf(lines);
    }

    /** As {@code "i-1 APPLIED"}. */
    public synchronized List<String> outcomes() {
        return lines.stream().map(e -> e.intent() + " " + e.outcome()).toList();
    }

    public synchronized void broken(boolean isBroken) {
        broken = isBroken;
    }

    /** The disk fills up just when the next act was done. */
    public synchronized void breakAtNextAppend() {
        breakAtAppend = true;
    }

    /** The process dies after the next act and before its line. */
    public synchronized void dieBeforeNextAppend() {
        dieAtAppend = true;
    }

    /** As where the chain is broken: no new throttle. */
    public synchronized void stop(String why) {
        stopped = why;
    }

    @Override
    public synchronized String stopped() {
        return stopped;
    }

    @Override
    public synchronized void ensureWritable() throws IOException {
        if (broken) {
            throw new IOException("no room");
        }
    }

    @Override
    public synchronized boolean append(Effect effect) throws IOException {
        if (dieAtAppend) {
            dieAtAppend = false;
            throw new Error("died before the ledger");
        }
        broken |= breakAtAppend;
        breakAtAppend = false;
        ensureWritable();
        if (memory.isRepeat(effect)) {
            return false;
        }
        lines.add(effect);
        memory.remember(effect);
        return true;
    }

    @Override
    public Effect givenBack(LeverRef limit, String intent) {
        return memory.givenBack(limit, intent);
    }

    @Override
    public synchronized History history(LeverRef limit, long nowMillis) {
        return memory.history(limit, nowMillis);
    }

    @Override
    public void close() {
        // kept for the next opening
    }
}
