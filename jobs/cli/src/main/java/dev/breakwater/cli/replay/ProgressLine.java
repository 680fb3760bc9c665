package dev.breakwater.cli.replay;

import dev.breakwater.cli.replay.Replay.Watcher;
import java.io.PrintWriter;
import java.util.Locale;

/** Shows the number of samples replayed so far on one line of a terminal. The line is cleared at the end. */
public final class ProgressLine implements Watcher, AutoCloseable {

    private final PrintWriter out;
    private final boolean terminal;

    /** Writes nothing if the output is not a terminal. */
    public ProgressLine(PrintWriter out) {
        this(out, System.console() != null);
    }

    ProgressLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void progress(long samples) {
        if (!terminal) return;
        out.printf(Locale.ROOT, "\r%,d samples", samples);
        out.flush();
    }

    @Override
    public void close() {
        if (terminal) out.print("\r\u001b[K");
        out.flush();
    }
}
