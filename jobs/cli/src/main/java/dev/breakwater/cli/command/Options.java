package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.guard.live.RunPlaces;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that several commands share, as mixins. */
public interface Options {

    /** Options of every command that runs a job. */
    final class Job {

        private static final int MOST = 128;
        /**
         * The largest default parallelism. The source reads in a single task. Each further task needs buffers outside
         * the heap, and the heap's limit does not count these buffers.
         */
        private static final int MOST_BY_DEFAULT = 8;

        @Option(
                names = "--parallelism",
                paramLabel = "N",
                description = "Parallelism of the job; default: the number of cores, at most 8.")
        private Integer parallelism;

        public int parallelism() {
            if (parallelism == null) return Math.min(Runtime.getRuntime().availableProcessors(), MOST_BY_DEFAULT);
            if (parallelism < 1 || parallelism > MOST) {
                throw Refusal.usage("--parallelism " + parallelism + ": write a number from 1 to " + MOST);
            }
            return parallelism;
        }
    }

    /** The option {@code --open}, which opens the page that a command wrote. */
    final class Open {

        @Option(names = "--open", description = "Open the report in the browser.")
        private boolean open;

        /** Opens the page if the option was given. */
        public void show(Path page) {
            if (!open) return;
            String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
            String opener = os.contains("mac") ? "open" : os.contains("win") ? "explorer" : "xdg-open";
            try {
                new ProcessBuilder(opener, page.toAbsolutePath().toString()).start();
            } catch (IOException e) {
                throw Refusal.error("no browser to open (" + opener + "); the report is " + page.toAbsolutePath());
            }
        }
    }

    /** The option {@code -c} or {@code --input}, which names the run whose files are read. */
    final class Run {

        @Mixin
        private ConfigOption config;

        @Option(
                names = "--input",
                paramLabel = "DIR",
                description = "Read this folder, which \"replay\" or \"demo\" wrote, instead of the "
                        + "configuration's ledger.path. Not together with -c.")
        private Path folder;

        /** Returns the files of the named run. Refuses a folder that no run has written to. */
        public RunFolder written() {
            RunFolder files = files();
            try {
                if (files.present()) return files;
            } catch (IOException e) {
                throw Refusal.error("the files of the run cannot be read: " + e.getMessage());
            }
            throw Refusal.error("no decisions.jsonl in " + files.path() + ": no run has written there");
        }

        /** Returns the files of the named run. The run's files need not exist. */
        public RunFolder files() {
            if (folder == null) return RunPlaces.files(config.settings());
            if (config.isGiven()) throw Refusal.usage("name one run: -c FILE or --input DIR, not both");
            return new RunFolder(folder);
        }
    }

    /** The option {@code --month}. */
    final class Month {

        @Option(names = "--month", paramLabel = "YYYY-MM", description = "Only this month, in UTC.")
        private String month;

        /** Returns the month, like {@code 2026-08}. Empty if the option was not given. */
        public Optional<String> chosen() {
            if (month == null) return Optional.empty();
            try {
                return Optional.of(YearMonth.parse(month).toString());
            } catch (DateTimeException e) {
                throw Refusal.usage("--month " + month + " is not a month: write one like 2026-08");
            }
        }

        /** Returns whether this time is in the month. Without the option, every time is. */
        public boolean has(Instant at) {
            return chosen().map(m -> at != null && at.toString().startsWith(m)).orElse(true);
        }
    }

    /** The options {@code --month}, {@code --since} and {@code --until}, which choose incidents. */
    final class Period {

        @Mixin
        private Month month;

        @Option(
                names = "--since",
                paramLabel = "T",
                description = "Leave out incidents that ended before this time. Examples: 90m, 12h, 7d, "
                        + "2026-08-05T00:00:00Z.")
        private String since;

        @Option(
                names = "--until",
                paramLabel = "T",
                description = "Leave out incidents that were detected after this time; written like --since.")
        private String until;

        /** Returns whether the incident is chosen. Its month is the month to which "money" adds its cost. */
        public boolean wants(Incident i) {
            Instant detected = i.times().detectedAt();
            Instant end = i.times().endedAt();
            return month.has(detected)
                    && (end == null || !end.isBefore(from()))
                    && (detected == null || !detected.isAfter(to()));
        }

        public boolean has(Instant at) {
            return month.has(at) && !at.isBefore(from()) && !at.isAfter(to());
        }

        private Instant from() {
            return since == null ? Instant.MIN : instant("--since", since);
        }

        private Instant to() {
            return until == null ? Instant.MAX : instant("--until", until);
        }

        private static Instant instant(String option, String text) {
            Optional<Duration> back = RequestFiles.duration(text);
            if (back.isPresent()) return Instant.now().minus(back.get());
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw Refusal.usage(option + ' ' + text + ": write 90m, 12h, 7d, or a time like 2026-08-05T00:00:00Z");
            }
        }
    }
}
