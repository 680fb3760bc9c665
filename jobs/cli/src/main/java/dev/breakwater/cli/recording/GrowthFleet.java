package dev.breakwater.cli.recording;

import dev.breakwater.cli.recording.DemoRecording.FastGzip;
import dev.breakwater.cli.recording.SampleLines.AsciiBuffer;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A generated fleet of any size, in accounts with one region each. All values follow from the number of the function
 * and the minute. In its active minutes, a function has some calls and the five metrics that CloudWatch streams.
 *
 * @param functions the number of functions
 * @param accounts the number of accounts; every second account is in us-east-1
 */
public record GrowthFleet(int functions, int accounts) implements Serializable {

    /** The number of samples of a function in an active minute. */
    public static final int METRICS = 5;

    private static final long FIRST_ACCOUNT = 100_000_000_001L;
    private static final String[] REGIONS = {"eu-west-1", "us-east-1"};
    private static final String NAME = "service-";
    /** Stands for the number of a function in the constant part of its lines. */
    private static final String NUMBER = "#";

    public static final int MEMORY_MB = 512;
    public static final String ARCHITECTURE = "x86_64";
    public static final int TIMEOUT_SECONDS = 30;
    /** A number with leading zeros, so that all names have the same length. */
    private static final int FIRST_NUMBER = 10_000_000;

    /** The first minute of the fleet, epoch seconds / 60. */
    public static final long FIRST_MINUTE =
            Instant.parse("2026-06-01T00:00:00Z").getEpochSecond() / 60;
    /**
     * The number of calls in a minute of a flood. They cost seven dollars, which is above the threshold for a new
     * function.
     */
    private static final int FLOOD_CALLS = 30_000;

    private static final int FLOOD_MILLIS = 29_000;
    private static final int LINES_IN_A_FILE = 500_000;

    private static final List<MetricRole> SENT = List.of(
            MetricRole.CALLS, MetricRole.ERRORS, MetricRole.MILLISECONDS, MetricRole.CONCURRENCY, MetricRole.REFUSALS);

    /**
     * A range of minutes.
     *
     * @param from  first minute of the range, counted from the fleet's first minute
     * @param to    the minute after the range's last minute
     * @param every number of minutes between two active minutes of a function; in each minute, the same share of the
     *              fleet is active
     * @param floods the number of functions that are flooded in each minute; no function is flooded again before all
     *               other functions were flooded
     */
    public record Span(int from, int to, int every, int floods) {}

    /** Returns the account and region of a function. */
    public Place place(int number) {
        int account = number % accounts;
        return new Place(String.valueOf(FIRST_ACCOUNT + account), REGIONS[account % REGIONS.length]);
    }

    /** Returns all accounts, each with its region. */
    public List<Place> places() {
        return IntStream.range(0, accounts).mapToObj(this::place).toList();
    }

    /** Returns the numbers of the functions in an account. */
    public IntStream in(Place place) {
        int account = (int) (Long.parseLong(place.account()) - FIRST_ACCOUNT);
        return IntStream.iterate(account, i -> i < functions, i -> i + accounts);
    }

    public static String name(int number) {
        return NAME + (FIRST_NUMBER + number);
    }

    /** Returns the number of a function in a fleet of any size, counted from 0. */
    public static int number(String name) {
        return Integer.parseInt(name.substring(NAME.length())) - FIRST_NUMBER;
    }

    /** Returns the inventory, by {@code account|region|function}. */
    public Map<String, FunctionFacts> inventory() {
        Map<String, FunctionFacts> all = new HashMap<>(2 * functions);
        for (int i = 0; i < functions; i++) {
            Place place = place(i);
            FunctionFacts facts = new FunctionFacts(
                    place.account(),
                    place.region(),
                    name(i),
                    MEMORY_MB,
                    ARCHITECTURE,
                    TIMEOUT_SECONDS,
                    ReservationFacts.UNKNOWN,
                    -1,
                    tags(i),
                    TriggerFacts.UNKNOWN,
                    Capacity.NONE);
            all.put(FunctionKey.id(place.account(), place.region(), facts.function()), facts);
        }
        return all;
    }

    public static Map<String, String> tags(int number) {
        return Map.of("team", "team-" + number % 100);
    }

    /**
     * Writes files of Metric Streams JSON whose names sort by time.
     *
     * @return how many samples
     */
    public long write(Path folder, Span span) throws IOException {
        Files.createDirectories(folder);
        long linesInAMinute = Math.max(1, (long) functions * METRICS / span.every());
        int minutes = (int) Math.max(1, LINES_IN_A_FILE / linesInAMinute);
        int files = (span.to() - span.from() + minutes - 1) / minutes;
        try {
            return IntStream.range(0, files)
                    .parallel()
                    .mapToLong(file -> {
                        int from = span.from() + file * minutes;
                        int to = Math.min(span.to(), from + minutes);
                        return writeMinutes(folder, new Span(from, to, span.every(), span.floods()));
                    })
                    .sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private long writeMinutes(Path folder, Span span) {
        Lines lines = new Lines(span);
        Path file = folder.resolve("part-%08d.jsonl.gz".formatted(span.from()));
        try (OutputStream out = new FastGzip(Files.newOutputStream(file))) {
            for (int minute = span.from(); minute < span.to(); minute++) lines.minute(minute, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines.written * METRICS;
    }

    /** Writes lines. The constant part of a line is rendered only once. */
    private final class Lines {

        private final Span span;
        private final AsciiBuffer buffer = new AsciiBuffer();
        /** The part of a line before the function's number, by account and metric. */
        private final byte[][][] prefixes = new byte[accounts][METRICS][];

        private final byte[] afterNumber;
        private long written;

        Lines(Span span) {
            this.span = span;
            String[] line = {};
            for (int account = 0; account < accounts; account++) {
                String id = place(account).account();
                for (int metric = 0; metric < METRICS; metric++) {
                    line = SampleLines.prefix("growth", id, place(account).region(), SENT.get(metric), NAME + NUMBER)
                            .split(NUMBER);
                    prefixes[account][metric] = SampleLines.ascii(line[0]);
                }
            }
            afterNumber = SampleLines.ascii(line[1]);
        }

        void minute(int minute, OutputStream out) throws IOException {
            long millis = (FIRST_MINUTE + minute) * 60_000;
            for (int i = Math.floorMod(-minute, span.every()); i < functions; i += span.every()) {
                function(i, minute, millis);
                buffer.drainTo(out);
                written++;
            }
        }

        private void function(int i, int minute, long millis) {
            long own = mixed(i);
            long now = mixed(own ^ minute);
            boolean flooded = Math.floorMod(i - minute * span.floods(), functions) < span.floods();
            int calls = flooded ? FLOOD_CALLS : (int) (2 + (own & 15) + (now & 3));
            int mean = flooded ? FLOOD_MILLIS : (int) (20 + (own >>> 8 & 127) + (now >>> 8 & 7));
            byte[][] of = prefixes[i % accounts];
            line(of[0], i, millis, calls, calls, 1);
            line(of[1], i, millis, calls, 0, 0);
            line(of[2], i, millis, calls, (long) calls * mean, 2L * mean);
            line(of[3], i, millis, 1, 1 + (now >>> 16 & 1), 1 + (now >>> 16 & 1));
            line(of[4], i, millis, calls, 0, 0);
        }

        private void line(byte[] prefix, int i, long millis, long n, long total, long most) {
            buffer.put(prefix).put((long) FIRST_NUMBER + i).put(afterNumber);
            buffer.sample(millis, n, total, most, 0, AsciiBuffer.COUNT);
        }
    }

    private static long mixed(long seed) {
        long z = seed + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
