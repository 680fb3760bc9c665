package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.lambda.ledger.LedgerChain.LedgerVerdict;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads a ledger while others write it. The ledger's folder has a folder for each writer, with the files of the
 * writer's chain. This class only reads. The only exception is the method that accepts a chain that began again.
 */
public final class LedgerFolder {

    private static final String FIRST = "ledger.jsonl";

    private LedgerFolder() {}

    /** Name of the chain of an account and region's operator. */
    public static String operator(String account, String region) {
        return fileSafe(account + '.' + region);
    }

    /**
     * Name of the chain of a sweep. All runs of one scheduled sweep share one chain, so that each run does not add a
     * chain.
     */
    public static String sweep(String name) {
        return fileSafe("sweep-" + name);
    }

    /** Name of the chain of the alerts that a receiver shows. */
    public static String alerts(String receiver) {
        return fileSafe("alerts-" + receiver);
    }

    private static String fileSafe(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /** Returns the first file of a writer's chain. */
    static ChainFiles segments(Path folder, String writer) {
        if (!writer.equals(fileSafe(writer)) || writer.isEmpty() || writer.startsWith(".")) {
            throw new IllegalArgumentException(
                    "The name of a ledger's writer must be a valid file name, but this name is not: " + writer);
        }
        return ChainFiles.of(folder.resolve(writer).resolve(FIRST));
    }

    /** Returns the existing chains, by name. */
    public static List<Chain> chains(Path folder) throws IOException {
        List<Chain> chains = new ArrayList<>();
        try (Stream<Path> writers = Files.list(folder)) {
            for (Path writer : writers.sorted().toList()) {
                ChainFiles segments = ChainFiles.of(writer.resolve(FIRST));
                if (!segments.numbers().isEmpty()) {
                    chains.add(new Chain(writer.getFileName().toString(), segments));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return chains;
        }
        return chains;
    }

    /** Returns all complete lines unchanged, ordered by time; the lines of one chain stay in order. */
    public static void lines(List<Chain> chains, Consumer<String> each) throws IOException {
        PriorityQueue<Lines> heads = new PriorityQueue<>(Comparator.comparing(lines -> lines.entry.at()));
        try {
            for (Chain chain : chains) {
                Lines lines = new Lines(chain.segments);
                if (lines.advance()) {
                    heads.add(lines);
                }
            }
            for (Lines next = heads.poll(); next != null; next = heads.poll()) {
                each.accept(next.text);
                if (next.advance()) {
                    heads.add(next);
                }
            }
        } finally {
            for (Lines open : heads) {
                open.close();
            }
        }
    }

    /**
     * Passes on the entries of all chains in the order of {@link #lines}, without repeated lines and without
     * lines about chains.
     */
    public static void entries(Path folder, Consumer<LedgerEntry> each) throws IOException {
        lines(chains(folder), text -> {
            LedgerEntry entry = Lines.entry(text);
            if (!entry.link().carried() && !entry.isNote() && !entry.kind().isEmpty()) {
                each.accept(entry);
            }
        });
    }

    /**
     * The result of a check of a chain.
     *
     * @param writer the writer of the chain
     * @param file   the file with the first fault; if there is no fault, the first file
     * @param line   the number of the first wrong line, counted from 1 in that file, or -1
     */
    public record Verdict(String writer, Path file, long line, LedgerVerdict verdict) {}

    /** The chain of one writer. */
    public record Chain(String writer, ChainFiles segments) {

        /** Returns the file to which lines are added now. */
        public Path newest() throws IOException {
            return segments.file(segments.newest());
        }

        /**
         * Returns the content of the newest file, which begins with every line that still counts. If the newest file is
         * broken, returns the content of all files.
         */
        void state(Consumer<LedgerEntry> each) throws IOException {
            List<Integer> numbers = segments.numbers();
            int last = numbers.size() - 1;
            boolean whole = last == 0
                    || read(numbers.get(last), (chain, line) -> {}).verdict().whole();
            for (int number : numbers.subList(whole ? last : 0, last + 1)) {
                read(number, (chain, line) -> each.accept(line));
            }
        }

        private LedgerChain read(int number, BiConsumer<LedgerChain, LedgerEntry> each) throws IOException {
            LedgerChain chain = new LedgerChain();
            try (LineStream lines = new LineStream(Files.newInputStream(segments.file(number)), 0)) {
                for (LineStream.Line line = lines.next(); line != null && line.complete(); line = lines.next()) {
                    LedgerEntry entry = chain.next(line.text());
                    if (entry != null) {
                        each.accept(chain, entry);
                    }
                }
            }
            return chain;
        }

        /**
         * Reads all files of the chain and finds the first line that was changed or does not follow the line before it.
         * An incomplete last line counts as changed.
         */
        public Verdict verify() throws IOException {
            LedgerChain chain = new LedgerChain();
            Path file = segments.first();
            long before = 0;
            for (int number : segments.numbers()) {
                boolean wholeSoFar = chain.verdict().whole();
                if (wholeSoFar) {
                    file = segments.file(number);
                    before = chain.verdict().lines();
                }
                try (LineStream lines = new LineStream(Files.newInputStream(segments.file(number)), 0)) {
                    for (LineStream.Line line = lines.next(); line != null; line = lines.next()) {
                        if (line.complete()) {
                            chain.next(line.text());
                        } else {
                            chain.torn();
                        }
                    }
                }
            }
            LedgerVerdict verdict = chain.verdict();
            return verdict.whole()
                    ? new Verdict(writer, segments.first(), -1, verdict)
                    : new Verdict(writer, file, verdict.brokenLine() - before, verdict);
        }

        /**
         * Records that a person has examined a chain that began again after a break. After this record, the writer
         * allows new throttles.
         *
         * @return the reason why new throttles were stopped, or empty
         */
        public String accept() throws IOException {
            String[] stop = {"", ""};
            read(segments.newest(), (chain, line) -> {
                if (line.isNote()) {
                    stop[0] = chain.hash();
                    stop[1] = line.detail();
                }
            });
            if (!stop[1].isEmpty()) {
                Files.writeString(segments.accepted(), stop[0]);
            }
            return stop[1];
        }
    }

    /** The lines of one chain, one after the other. */
    private static final class Lines implements Closeable {
        private final ChainFiles segments;
        private final Iterator<Integer> numbers;
        private LineStream open;
        private String text;
        private LedgerEntry entry;

        Lines(ChainFiles segments) throws IOException {
            this.segments = segments;
            numbers = segments.numbers().iterator();
        }

        boolean advance() throws IOException {
            while (true) {
                LineStream.Line line = open == null ? null : open.next();
                if (line != null && line.complete()) {
                    LedgerEntry before = entry;
                    text = line.text();
                    entry = entry(text);
                    if (before != null && entry.at().isBefore(before.at())) {
                        // a clock that was set back must not delay lines of other writers
                        entry = before;
                    }
                    return true;
                }
                close();
                if (!numbers.hasNext()) {
                    return false;
                }
                open = new LineStream(Files.newInputStream(segments.file(numbers.next())), 0);
            }
        }

        /**
         * Returns the entry of a line. For a line that does not belong to a ledger, the entry is empty, and verify
         * reports the line.
         */
        static LedgerEntry entry(String text) {
            try {
                return LedgerEntry.read(text);
            } catch (IOException e) {
                return LedgerEntry.of(LedgerEntry.Kind.CONTINUED, null);
            }
        }

        @Override
        public void close() throws IOException {
            if (open != null) {
                open.close();
                open = null;
            }
        }
    }

    /**
     * Reads the lines of a ledger's file. The reader marks an incomplete last line, and keeps at most 64 KiB of a line.
     */
    static final class LineStream implements Closeable {

        private static final int LINE_LIMIT = 1 << 16;

        private final InputStream in;
        private long end;

        /**
         * @param from the position in the file at which the stream begins
         */
        LineStream(InputStream in, long from) {
            this.in = new BufferedInputStream(in, 1 << 16);
            this.end = from;
        }

        /**
         * @param text the line without its line feed; empty if the line is incomplete or too long
         * @param complete whether the line ends with a line feed
         */
        record Line(String text, boolean complete) {}

        /** Returns the next line, or null at the end. */
        Line next() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
            long length = 0;
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    return length == 0 ? null : new Line("", false);
                }
                length++;
                if (length <= LINE_LIMIT) {
                    bytes.write(next);
                }
            }
            end += length + 1;
            return new Line(length > LINE_LIMIT ? "" : bytes.toString(StandardCharsets.UTF_8), true);
        }

        /** Returns the offset after the last complete line. */
        long end() {
            return end;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
