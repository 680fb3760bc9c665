package dev.breakwater.cli.recording;

import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.io.IOException;
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
        try (StreamFile out = new StreamFile(folder.resolve("part-%08d.jsonl.gz".formatted(span.from())))) {
            for (int minute = span.from(); minute < span.to(); minute++) {
                for (int i = Math.floorMod(-minute, span.every()); i < functions; i += span.every()) {
                    boolean flooded = Math.floorMod(i - minute * span.floods(), functions) < span.floods();
                    write(out, i, minute, flooded);
                }
            }
            return out.samples();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(StreamFile out, int i, int minute, boolean flooded) throws IOException {
        long own = mixed(i);
        long now = mixed(own ^ minute);
        int calls = flooded ? FLOOD_CALLS : (int) (2 + (own & 15) + (now & 3));
        int mean = flooded ? FLOOD_MILLIS : (int) (20 + (own >>> 8 & 127) + (now >>> 8 & 7));
        long peak = 1 + (now >>> 16 & 1);
        sample(out, i, minute, MetricRole.CALLS, calls, calls, 1);
        sample(out, i, minute, MetricRole.ERRORS, calls, 0, 0);
        sample(out, i, minute, MetricRole.MILLISECONDS, calls, (double) calls * mean, 2 * mean);
        sample(out, i, minute, MetricRole.CONCURRENCY, 1, peak, peak);
        sample(out, i, minute, MetricRole.REFUSALS, calls, 0, 0);
    }

    private void sample(StreamFile out, int i, int minute, MetricRole metric, int count, double sum, double max)
            throws IOException {
        Place place = place(i);
        out.write(new Datapoint(
                place.account(), place.region(), name(i), metric, FIRST_MINUTE + minute, count, sum, max));
    }

    private static long mixed(long seed) {
        long z = seed + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
