package dev.breakwater.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.breakwater.bench.report.DetectionResult.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Writes the bench's figures and drawings into a checkout, and stores results as JSON. Only commands change these
 * figures, never people.
 */
public final class BenchDocs {

    /** Names the tables that the command {@code bench detection} writes. */
    public static final String DETECTION = "bench detection";

    private static final String README = "README.md";
    private static final String PAGE = "docs/bench.md";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 30;
    private static final int BOTTOM = 50;
    private static final double FEWEST = .03;
    private static final double MOST = 4;
    private static final double LOWEST = .5;

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
        Files.writeString(folder.resolve("detection.json"), json(result) + "\n");
        Files.writeString(folder.resolve("tradeoff.svg"), whole(result));
        Files.writeString(folder.resolve("tradeoff-forest.svg"), part(result));
    }

    /**
     * Stores the result of a bench, and rewrites its tables and charts. Parts of the growth that were not measured stay
     * as they are.
     *
     * @param bench the name of the command, for example {@code cost}
     */
    public static void remake(Path checkout, String bench, Result result) throws IOException {
        Path folder = checkout.resolve("docs/bench");
        Files.createDirectories(folder);
        if (result instanceof DetectionResult detection) {
            writeDetection(folder, detection);
            MarkedBlock.write(checkout.resolve(README), DETECTION, detection.readme());
            MarkedBlock.write(checkout.resolve(PAGE), DETECTION, detection.page());
            return;
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

    /** Returns the chart for all functions: Breakwater's detector and the hardened band. */
    public static String whole(DetectionResult r) {
        return draw(r.ours(), r.band(), "hardened band with our money gate");
    }

    /** Returns the chart for every fourth function: Breakwater's detector and the tuned forest. */
    public static String part(DetectionResult r) {
        return draw(r.oursOnPart(), r.forest(), "tuned random cut forest");
    }

    private static String draw(List<Point> ours, List<Point> peer, String name) {
        StringBuilder svg = new StringBuilder(DetectionResult.text(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\" role=\"img\" aria-label=\"damage still ahead against false alarms\">\n"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n",
                WIDTH, HEIGHT, WIDTH, HEIGHT));
        axes(svg);
        curve(svg, peer, "#b26a00", name, 335);
        curve(svg, ours, "#0b5fa5", "Breakwater, page", 315);
        return svg.append("</svg>\n").toString();
    }

    private static void axes(StringBuilder svg) {
        for (double fa : new double[] {.03, .1, .3, 1, 3}) {
            svg.append(line(x(fa), TOP, x(fa), HEIGHT - BOTTOM, "#ddd"));
            svg.append(label(x(fa), HEIGHT - BOTTOM + 18, "middle", "#333", String.valueOf(fa)));
        }
        for (int tenth = 5; tenth <= 10; tenth++) {
            double y = y(tenth / 10.0);
            svg.append(line(LEFT, y, WIDTH - RIGHT, y, "#ddd"));
            svg.append(label(LEFT - 8, y + 4, "end", "#333", tenth * 10 + " %"));
        }
        svg.append(label(LEFT, 18, "start", "#333", "damage still ahead (solid) and recall (dashed)"));
        svg.append(label(WIDTH - RIGHT, HEIGHT - 12, "end", "#333", "false alarms per function-week"));
    }

    private static void curve(StringBuilder svg, List<Point> points, String colour, String name, int legend) {
        path(svg, points, p -> p.score().averted(), colour, "");
        path(svg, points, p -> p.score().recall(), colour, " stroke-dasharray=\"5 4\"");
        for (Point p : points) {
            svg.append(DetectionResult.text(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>\n",
                    x(p.score().falsePerFunctionWeek()), y(p.score().averted()), colour));
        }
        svg.append(DetectionResult.text(
                "<rect x=\"%d\" y=\"%d\" width=\"18\" height=\"4\" fill=\"%s\"/>\n", WIDTH - 340, legend - 6, colour));
        svg.append(label(WIDTH - 314, legend, "start", colour, name));
    }

    private static void path(
            StringBuilder svg, List<Point> points, ToDoubleFunction<Point> value, String colour, String style) {
        svg.append("<polyline fill=\"none\" stroke=\"")
                .append(colour)
                .append("\" stroke-width=\"2\"")
                .append(style)
                .append(" points=\"");
        for (Point p : points) {
            svg.append(
                    DetectionResult.text("%.1f,%.1f ", x(p.score().falsePerFunctionWeek()), y(value.applyAsDouble(p))));
        }
        svg.append("\"/>\n");
    }

    private static String line(double x1, double y1, double x2, double y2, String colour) {
        return DetectionResult.text(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n", x1, y1, x2, y2, colour);
    }

    private static String label(double x, double y, String anchor, String colour, String text) {
        return DetectionResult.text(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n", x, y, anchor, colour, text);
    }

    private static double x(double falseAlarms) {
        double v = Math.min(MOST, Math.max(FEWEST, falseAlarms));
        return LEFT + (WIDTH - LEFT - RIGHT) * Math.log(v / FEWEST) / Math.log(MOST / FEWEST);
    }

    private static double y(double share) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - Math.max(0, share - LOWEST) / (1 - LOWEST));
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
