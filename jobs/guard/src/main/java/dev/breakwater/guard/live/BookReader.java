package dev.breakwater.guard.live;

import dev.breakwater.config.ConfigFile;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.Warnings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.config.read.Document.Unreadable;
import dev.breakwater.config.read.Problems.Problem;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.source.AskingReader;
import dev.breakwater.connectors.source.AskingSource;
import dev.breakwater.guard.JobMetrics;
import dev.breakwater.guard.wire.BookNews;
import dev.breakwater.guard.wire.BookNews.Kind;
import dev.breakwater.ledger.ConfigurationRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.model.DataMinute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration file every two seconds. A new version is checked when two consecutive readings are the same,
 * because somebody may still be writing the file. The reader accepts all changes of a version or none.
 */
final class BookReader extends AskingReader<BookNews> {

    private static final Logger LOG = LoggerFactory.getLogger(BookReader.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    /** How long a new book needs to reach every task. A new book applies from a minute that begins after this time. */
    private static final long ON_ITS_WAY_MILLIS = 10_000;

    private static final int PROBLEMS_TOLD = 3;
    /** Within this time, the end of an alert has been sent or is in a checkpoint. */
    private static final Duration MAY_BE_LOST = Duration.ofMinutes(10);

    private final ConfigFile first;
    private final Settings built;
    /** The settings of the last accepted configuration. */
    private Settings holds;

    private final Path books;
    private final LongSupplier clock;

    /**
     * The result of the last reading, and the version that was last checked. Each version is the file's id, or the
     * reason why the file could not be read.
     */
    private String seen = "";

    private String judged = "";
    /** The id of the book that was last accepted. Empty if this reader has not accepted a book. */
    private String taken = "";
    /** When that book applies. Null if this reader has not accepted a book. */
    private Instant takenFrom;

    private boolean everRead;
    private volatile boolean refused;

    BookReader(ConfigFile first, Settings built, Path books, LongSupplier clock, Counter counted) {
        super("book", counted);
        this.first = first;
        this.built = built;
        holds = built;
        this.books = books;
        this.clock = clock;
    }

    /** Registers a metric that says whether the present file was refused. */
    BookReader measuredIn(MetricGroup metrics) {
        metrics.<Integer, Gauge<Integer>>gauge(JobMetrics.BOOK_REFUSED, () -> refused ? 1 : 0);
        return this;
    }

    @Override
    protected Duration ask(Consumer<BookNews> out) {
        look().ifPresent(out);
        return EVERY;
    }

    @Override
    protected long timeOf(BookNews news) {
        return news.at();
    }

    /** Reads the file. Returns the result if the file has changed. */
    Optional<BookNews> look() {
        ConfigFile file = null;
        String now;
        try {
            file = ConfigFile.read(RunPlaces.configuration(built, first.path()), first.mode());
            now = file.id();
            everRead = true;
        } catch (Unreadable e) {
            now = e.getMessage();
        }
        boolean stands = now.equals(seen);
        seen = now;
        if (!stands || now.equals(judged)) return Optional.empty();
        judged = now;
        if (file != null) return Optional.of(judge(file, now));
        if (everRead) return Optional.of(refuse("", List.of(now)));
        LOG.warn("Changes of the configuration are not watched while the job runs: {}", now);
        return Optional.empty();
    }

    private BookNews judge(ConfigFile file, String id) {
        if (id.equals(taken)) {
            LOG.info("{} is again the same as configuration {}, which is in force", first.path(), id);
            return news(Kind.STANDS, file, id, 0);
        }
        Loaded<Settings> loaded = file.load();
        List<String> wrong = wrong(loaded);
        if (!wrong.isEmpty()) return refuse(id, wrong);
        taken = id;
        keep(id, file.text());
        takenFrom = Instant.ofEpochMilli(from());
        BookNews news = news(Kind.TAKEN, file, id, takenFrom.toEpochMilli());
        tell(id, news.from(), loaded.value());
        return news;
    }

    private void tell(String id, long from, Settings now) {
        List<String> changes = ConfigLoader.changes(holds, now);
        String what = changes.isEmpty() ? "" : "; changed: " + String.join(", ", changes);
        LOG.info("Configuration {} applies from {} at the latest{}", id, Instant.ofEpochMilli(from), what);
        if (!changes.isEmpty()) Warnings.of(now, Instant.ofEpochMilli(from)).forEach(w -> LOG.warn("{}", w));
        holds = now;
    }

    private List<String> wrong(Loaded<Settings> loaded) {
        if (!loaded.problems().isEmpty())
            return loaded.problems().stream().map(Problem::toString).toList();
        List<String> keys = ConfigLoader.needsRestart(built, loaded.value());
        return keys.isEmpty()
                ? List.of()
                : List.of(
                        "it takes effect at the next start (on a cluster, the next deployment), and no other change of "
                                + "the file is taken until then: " + String.join(", ", keys));
    }

    /** Returns the first minute for which the book applies. By that minute, every task has the book. */
    private long from() {
        long heard = clock.getAsLong() + ON_ITS_WAY_MILLIS;
        return -Math.floorDiv(-heard, DataMinute.MILLIS) * DataMinute.MILLIS;
    }

    private BookNews news(Kind kind, ConfigFile file, String id, long from) {
        refused = false;
        boolean ends = mayBeTold();
        show("");
        String text = kind == Kind.TAKEN ? file.text() : "";
        return new BookNews(kind, id, file.mode(), text, from, clock.getAsLong(), file.path(), ends);
    }

    /**
     * Returns whether an alert about a refused file may be open. If the job ended soon after a correction, the alert's
     * end may be lost.
     */
    private boolean mayBeTold() {
        try {
            ConfigurationRow last =
                    new RunFolder(books.getParent()).configuration().orElse(null);
            return last == null
                    || !last.refused().isEmpty()
                    || last.at().isAfter(Instant.ofEpochMilli(clock.getAsLong()).minus(MAY_BE_LOST));
        } catch (IOException e) {
            return true;
        }
    }

    private BookNews refuse(String id, List<String> wrong) {
        refused = true;
        LOG.warn("{} is refused, so the earlier configuration stays in force", first.path());
        wrong.forEach(problem -> LOG.warn("{}", problem));
        String more = wrong.size() > PROBLEMS_TOLD ? "; and " + (wrong.size() - PROBLEMS_TOLD) + " more" : "";
        String why = wrong.stream().limit(PROBLEMS_TOLD).collect(Collectors.joining("; ")) + more;
        show(why);
        return new BookNews(Kind.REFUSED, id, "", "", 0, clock.getAsLong(), why, false);
    }

    /** Writes which configuration is in force, for the console and the health page. */
    private void show(String why) {
        Instant now = Instant.ofEpochMilli(clock.getAsLong());
        String id = taken.isEmpty() ? first.id() : taken;
        try {
            Files.createDirectories(books);
            new RunFolder(books.getParent())
                    .replace(
                            LedgerFile.CONFIGURATION,
                            List.of(LedgerJson.line(new ConfigurationRow(now, id, takenFrom, why))));
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", LedgerFile.CONFIGURATION.name(), e.toString());
        }
    }

    /**
     * Stores the file under its id in the ledger, so that people can read it later. If the file cannot be stored, the
     * book is used all the same.
     */
    private void keep(String id, String text) {
        Path file = RunPlaces.book(books, id);
        try {
            Files.createDirectories(books);
            Path part = Files.writeString(books.resolve(id + ".part"), text);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("{} cannot be kept: {}", file, e.toString());
        }
    }

    /**
     * The configuration file while the job runs. Each start emits the file's present content. If a job already has the
     * same book, the content changes nothing. Use the source with parallelism 1. The source emits the maximal watermark
     * at once. If the task cannot read the file's path, the source emits nothing.
     */
    public static final class BookSource extends AskingSource<BookNews> {

        private final ConfigFile first;
        private final Settings built;
        private final String books;
        /** Null if no copy is kept for a failover. */
        private final KeptConfiguration kept;

        /**
         * Reads a file repeatedly.
         *
         * @param first the file from which the job was built
         * @param built the content of {@code first}
         * @param books folder in which each accepted book is kept
         * @param kept  the copy of {@code first} for a failover
         */
        public BookSource(ConfigFile first, Settings built, String books, Optional<KeptConfiguration> kept) {
            this.first = first;
            this.built = built;
            this.books = books;
            this.kept = kept.orElse(null);
        }

        @Override
        protected AskingReader<BookNews> reader(Counter read, MetricGroup own) {
            if (kept != null) kept.write(first);
            return new BookReader(first, built, Folders.of(books), System::currentTimeMillis, read).measuredIn(own);
        }

        @Override
        public TypeInformation<BookNews> getProducedType() {
            return TypeInformation.of(BookNews.class);
        }
    }
}
