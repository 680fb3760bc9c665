package dev.breakwater.cli.console;

import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.http.EventStreams;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.report.console.ConsoleState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of all as the files of a run have it, looked at again and again. */
final class Console implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final int EVERY_SECONDS = 2;
    /** Where a look is calls that cost. */
    private static final int EVERY_SECONDS_IN_A_BUCKET = 10;

    private static final int LIVE_SECONDS = 10;
    /** Browsers that are reported news; more wait by reloading. */
    static final int MOST_STREAMS = 100;

    private final ConsoleFiles files;
    /** Written after the pages of incidents, which follow the decisions by a moment. */
    private final Path index;

    private final EventStreams news = new EventStreams(MOST_STREAMS);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "console");
        made.setDaemon(true);
        return made;
    });
    private volatile ConsoleState state = ConsoleState.NOTHING;
    private long indexed;
    private boolean failed;

    private Console(ConsoleFiles files, Path index) {
        this.files = files;
        this.index = index;
    }

    /** Reads the files once, then again and again. */
    static Console of(Settings settings, Clock clock) {
        Path index = RunPlaces.pages(settings).resolve("index.html");
        Console console = new Console(new ConsoleFiles(settings, clock), index);
        console.look();
        int every = Folders.isBucket(index) ? EVERY_SECONDS_IN_A_BUCKET : EVERY_SECONDS;
        console.thread.scheduleWithFixedDelay(console::look, every, every, TimeUnit.SECONDS);
        console.thread.scheduleWithFixedDelay(console.news::live, LIVE_SECONDS, LIVE_SECONDS, TimeUnit.SECONDS);
        return console;
    }

    private void look() {
        try {
            ConsoleState before = state;
            state = files.read();
            long then = indexed;
            indexed = Files.exists(index) ? Files.getLastModifiedTime(index).toMillis() : 0;
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

    EventStreams news() {
        return news;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        news.close();
    }
}
