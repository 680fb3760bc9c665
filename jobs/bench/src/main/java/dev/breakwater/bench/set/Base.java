package dev.breakwater.bench.set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The recordings from which the traffic is drawn. jobs/bench/recording/README.md credits them.
 *
 * @param web  requests per minute to one web site, for whole days
 * @param apps one day of many small applications
 * @param crowds weeks of public activity: tweets about a company, taxi rides in a city
 */
record Base(int[] web, List<App> apps, List<Crowd> crowds) {

    static final int DAY = 1440;
    private static final String FORMAT = "breakwater-bench-base/2";
    private static final double THOUSANDTHS = 1000;

    /**
     * @param callsOfDay the calls on the recorded day
     * @param concurrency the number of concurrent instances in each minute of the recorded day
     */
    record App(String name, int callsOfDay, double[] concurrency) {}

    /**
     * @param minutesApart the number of minutes between two counts
     * @param counts the counts, for whole days
     */
    record Crowd(String name, int minutesApart, int[] counts) {

        int days() {
            return counts.length * minutesApart / DAY;
        }

        /** Returns the calls per minute, interpolated between the middles of two counting periods. */
        double rate(int minute) {
            double at = Math.max(0, (minute + .5) / minutesApart - .5);
            int before = Math.min((int) at, counts.length - 2);
            double share = Math.min(1, at - before);
            return (counts[before] * (1 - share) + counts[before + 1] * share) / minutesApart;
        }
    }

    /** Reads the shipped recording. */
    static Base shipped() {
        try (InputStream packed = Base.class.getResourceAsStream("base.txt.gz")) {
            if (packed == null) throw new IllegalStateException("base.txt.gz is not in the jar");
            return read(packed);
        } catch (IOException e) {
            throw new UncheckedIOException("base.txt.gz of the jar is broken", e);
        }
    }

    private static Base read(InputStream packed) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.US_ASCII));
        JsonNode header = new ObjectMapper().readTree(lines.readLine());
        if (!FORMAT.equals(header.path("format").asText()))
            throw new IOException("the recording does not have the format " + FORMAT);
        int[] web = column(lines.readLine(), header.path("webMinutes").asInt());
        List<App> apps = new ArrayList<>();
        for (JsonNode app : header.path("apps")) {
            int[] thousandths = column(lines.readLine(), DAY);
            double[] concurrency = new double[DAY];
            for (int m = 0; m < DAY; m++) concurrency[m] = thousandths[m] / THOUSANDTHS;
            apps.add(new App(app.path("app").asText(), app.path("callsOfDay").asInt(), concurrency));
        }
        List<Crowd> crowds = new ArrayList<>();
        for (JsonNode crowd : header.path("series")) {
            int[] counts = column(lines.readLine(), crowd.path("counts").asInt());
            crowds.add(new Crowd(
                    crowd.path("name").asText(), crowd.path("minutesApart").asInt(), counts));
        }
        return new Base(web, List.copyOf(apps), List.copyOf(crowds));
    }

    private static int[] column(String differences, int length) throws IOException {
        if (differences == null) throw new IOException("the recording is cut short");
        String[] parts = differences.split(" ");
        if (parts.length != length) throw new IOException(parts.length + " numbers in a line, not " + length);
        int[] values = new int[length];
        int value = 0;
        for (int i = 0; i < length; i++) values[i] = value += Integer.parseInt(parts[i]);
        return values;
    }
}
