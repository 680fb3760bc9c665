package dev.breakwater.cli.console;

import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.http.EventStreams;
import dev.breakwater.connectors.http.Service.Reply;
import dev.breakwater.connectors.source.DaemonThreads;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.report.console.ConsoleState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of a run, which is read from the run's files at intervals. */
final class Console implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final int EVERY_SECONDS = 2;
    /**
     * The interval at which files in a bucket are read. It is longer, because each read makes calls that cost money.
     */
    private static final int EVERY_SECONDS_IN_A_BUCKET = 10;

    private static final int LIVE_SECONDS = 10;
    /** The largest number of browsers that receive changes as events. Further browsers reload the page. */
    static final int MOST_STREAMS = 100;

    private static final int MOST_KEPT = 100;
    private static final long MOST_KEPT_BYTES = 32 << 20;

    private final ConsoleFiles files;
    /** A file that the job writes after the incidents' pages. The pages appear a moment after the decisions. */
    private final Path index;

    private final EventStreams news = new EventStreams(MOST_STREAMS);
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("console"));
    private volatile ConsoleState state = ConsoleState.NOTHING;
    /** The answers that were made since the last refresh, by request. */
    private volatile Map<String, Reply> answers = new ConcurrentHashMap<>();

    private long indexed;
    private boolean failed;

    private Console(ConsoleFiles files, Path index) {
        this.files = files;
        this.index = index;
    }

    /** Reads the files once, then at intervals. */
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
            answers = new ConcurrentHashMap<>();
            if (indexed != then || !state.saysTheSame(before)) news.tell();
            failed = false;
        } catch (IOException | RuntimeException e) {
            if (!failed) {
                LOG.warn("The files of the run cannot be read, so the console shows the last state: {}", e.toString());
            }
            failed = true;
            answers = new ConcurrentHashMap<>();
        }
    }

    ConsoleState state() {
        return state;
    }

    /** Makes the answer to a request. */
    interface Making {
        Reply answer() throws IOException;
    }

    /**
     * Returns the cached answer. If the files were read again, makes a new answer. A large answer is therefore cheap
     * even if many browsers request it.
     */
    Reply once(String asked, Making make) throws IOException {
        Map<String, Reply> kept = answers;
        Reply answer = kept.get(asked);
        if (answer != null) return answer;
        answer = make.answer();
        long bytes =
                kept.values().stream().mapToLong(reply -> reply.body().length).sum();
        if (kept.size() < MOST_KEPT && bytes + answer.body().length <= MOST_KEPT_BYTES) kept.put(asked, answer);
        return answer;
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
