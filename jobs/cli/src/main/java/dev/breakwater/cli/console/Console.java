package dev.breakwater.cli.console;

import dev.breakwater.config.model.Settings;
import dev.breakwater.report.console.ConsoleState;
import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How all stands as the files of a run have it, looked at again and again. */
final class Console implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final int EVERY_SECONDS = 2;
    private static final int LIVE_SECONDS = 20;

    private final ConsoleFiles files;
    /** Written after the pages of incidents, which follow the decisions by a moment. */
    private final File index;

    private final News news = new News();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "console");
        made.setDaemon(true);
        return made;
    });
    private volatile ConsoleState state = ConsoleState.NOTHING;
    private long indexed;
    private boolean failed;

    private Console(ConsoleFiles files, File index) {
        this.files = files;
        this.index = index;
    }

    /** Reads the files once, then again and again. */
    static Console of(Settings settings, Clock clock) {
        File index = new File(settings.pages().path(), "index.html");
        Console console = new Console(new ConsoleFiles(settings, clock), index);
        console.look();
        console.thread.scheduleWithFixedDelay(console::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        console.thread.scheduleWithFixedDelay(console.news::live, LIVE_SECONDS, LIVE_SECONDS, TimeUnit.SECONDS);
        return console;
    }

    private void look() {
        try {
            ConsoleState before = state;
            state = files.read();
            long then = indexed;
            indexed = index.lastModified();
            if (indexed != then || !state.saysTheSame(before)) news.tell();
            failed = false;
        } catch (IOException | RuntimeException e) {
            if (!failed) LOG.warn("The files of the run cannot be read, what is shown is as it was: {}", e.toString());
            failed = true;
        }
    }

    ConsoleState state() {
        return state;
    }

    News news() {
        return news;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
