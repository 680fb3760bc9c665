package dev.breakwater.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the bench's figures into a checkout. Only commands change these figures, never people. */
public final class BenchDocs {

    /** The name of the marks around the tables of {@code bench detection}. */
    public static final String DETECTION = "bench detection";

    /** The name of the marks around the tables of {@code bench cost}. */
    public static final String COST = "bench cost";

    /** The name of the marks around the tables of {@code bench pipeline}. */
    public static final String PIPELINE = "bench pipeline";

    /** The name of the marks around the table of {@code bench growth}. */
    public static final String GROWTH = "bench growth";

    /** The name of the marks around the table of {@code bench latency}. */
    public static final String LATENCY = "bench latency";

    private static final String README = "README.md";
    private static final String PAGE = "docs/bench.md";

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

    /** Writes the result and the charts to a folder. */
    public static void writeDetection(Path folder, DetectionResult result) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("detection.json"), Stored.json(result) + "\n");
        Files.writeString(folder.resolve("tradeoff.svg"), TradeOffSvg.whole(result));
        Files.writeString(folder.resolve("tradeoff-forest.svg"), TradeOffSvg.part(result));
    }

    /** Rewrites the tables in README.md and docs/bench.md, the stored result and the charts. */
    public static void remakeDetection(Path checkout, DetectionResult result) throws IOException {
        writeDetection(checkout.resolve("docs/bench"), result);
        MarkedBlock.write(checkout.resolve(README), DETECTION, result.readme());
        MarkedBlock.write(checkout.resolve(PAGE), DETECTION, result.page());
    }

    /** Rewrites the tables of {@code bench cost} in docs/bench.md, and the stored result. */
    public static void remakeCost(Path checkout, CostResult result) throws IOException {
        remake(checkout, COST, "cost.json", result, result.markdown());
    }

    /** Rewrites the tables of {@code bench pipeline} in docs/bench.md, and the stored result. */
    public static void remakePipeline(Path checkout, PipelineResult result) throws IOException {
        remake(checkout, PIPELINE, "pipeline.json", result, result.markdown());
    }

    /** Rewrites the tables of {@code bench growth} in docs/bench.md, and the stored result. Parts that were not measured stay as they are. */
    public static void remakeGrowth(Path checkout, GrowthResult result) throws IOException {
        Path stored = checkout.resolve("docs/bench/growth.json");
        GrowthResult all = result.with(Stored.read(Files.readString(stored), GrowthResult.class));
        remake(checkout, GROWTH, "growth.json", all, all.markdown());
    }

    /** Rewrites the table of {@code bench latency} in docs/bench.md, and the stored result. */
    public static void remakeLatency(Path checkout, LatencyResult result) throws IOException {
        remake(checkout, LATENCY, "latency.json", result, result.markdown());
    }

    private static void remake(Path checkout, String mark, String stored, Object result, String table)
            throws IOException {
        Path folder = checkout.resolve("docs/bench");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(stored), Stored.json(result) + "\n");
        MarkedBlock.write(checkout.resolve(PAGE), mark, table);
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
