package dev.breakwater.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes the bench's figures into a checkout, and stores results as JSON. Only commands change these
 * figures, never people.
 */
public final class BenchDocs {

    /** Names the tables that the command {@code bench detection} writes. */
    public static final String DETECTION = "bench detection";

    private static final String README = "README.md";
    private static final String PAGE = "docs/bench.md";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private BenchDocs() {}

    /**
     * Fails if a folder is not a checkout with these documents. Call this method first, so that a mistake does not cost
     * minutes of work.
     */
    public static void requireCheckout(Path folder) throws IOException {
        for (String name : new String[] {README, PAGE}) {
            if (!Files.isRegularFile(folder.resolve(name))) throw new IOException(folder + " holds no " + name);
        }
    }

    /**
     * Stores the result of a bench, and rewrites its tables. Parts of the growth that were not measured stay
     * as they are.
     *
     * @param bench the name of the command, for example {@code cost}
     */
    public static void remake(Path checkout, String bench, Result result) throws IOException {
        Path folder = checkout.resolve("docs/bench");
        Files.createDirectories(folder);
        if (result instanceof DetectionResult detection) {
            MarkedBlock.write(checkout.resolve(README), DETECTION, detection.readme());
        }
        Path stored = folder.resolve(bench + ".json");
        Result all = result instanceof GrowthResult growth
                ? growth.with(read(Files.readString(stored), GrowthResult.class))
                : result;
        Files.writeString(stored, json(all) + "\n");
        MarkedBlock.write(checkout.resolve(PAGE), "bench " + bench, all.markdown());
    }

    /** The result of a bench. */
    public interface Result {

        /** Returns the result as Markdown. */
        String markdown();
    }

    public static String json(Object result) {
        try {
            return JSON.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a result from its JSON text. */
    public static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a table in Markdown.
     *
     * @param columns the names of the columns, with a bar between them
     * @param row returns the cells of a row, with a bar between them
     */
    static <T> String table(String columns, List<T> rows, Function<T, String> row) {
        String head = "| " + columns + " |\n" + "|---".repeat(columns.split("\\|").length) + "|\n";
        return rows.stream().map(r -> "| " + row.apply(r) + " |\n").collect(Collectors.joining("", head, ""));
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** The text between two marks of a Markdown file. A command rewrites it. */
    public static final class MarkedBlock {

        private MarkedBlock() {}

        /** Returns the present text between the marks with this name. */
        public static String read(String file, String name) {
            int from = file.indexOf(start(name));
            int to = file.indexOf(end(name));
            if (from < 0 || to < from) throw new IllegalArgumentException("no marks " + start(name) + ", " + end(name));
            return file.substring(from + start(name).length() + 1, to);
        }

        /** Replaces the text between the marks. */
        public static void write(Path file, String name, String text) throws IOException {
            String old = Files.readString(file);
            String before = read(old, name);
            int at = old.indexOf(start(name)) + start(name).length() + 1;
            Files.writeString(file, old.substring(0, at) + text + old.substring(at + before.length()));
        }

        private static String start(String name) {
            return "<!-- " + name + ": made by the command, do not edit -->";
        }

        private static String end(String name) {
            return "<!-- end of " + name + " -->";
        }
    }
}
