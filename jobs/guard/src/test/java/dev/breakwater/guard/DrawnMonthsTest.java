package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.core.cost.PriceTable;
import dev.breakwater.core.cost.PriceTable.AddOnRule;
import dev.breakwater.core.cost.PriceTable.AddOns;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.Match;
import dev.breakwater.core.policy.ReservationFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The judge of what is counted: months of samples are drawn, with what comes late, twice, or with another value, and the bill is
 * computed from the samples alone, with prices and rules written down here again. Nothing of the product is used for it.
 */
class DrawnMonthsTest {

    /** 2026-07-01T00:00Z, in minutes. */
    private static final long JULY = 29_714_400;

    private static final int DAY = 1440;
    private static final int DAYS = 31;
    /** The files have six decimals. */
    private static final double EXACT = 2e-6;

    private static final Day NOTHING = new Day(0, 0, 0, "");
    private static final String[] ACCOUNTS = {"111122223333", "444455556666"};
    private static final String[] REGIONS = {"eu-west-1", "us-east-2", "ap-east-1"};

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachDayIsCountedAsTheSamplesSay(long seed) throws Exception {
        judge(seed);
    }

    @Test
    @Tag("full")
    void aHundredMonthsAreCountedAsTheSamplesSay() throws Exception {
        for (long seed = 100; seed < 200; seed++) judge(seed);
    }

    private void judge(long seed) throws Exception {
        Month month = new Month(new Random(seed));
        Path here = folder.resolve("seed-" + seed);
        month.record(here);
        replay(here, month);
        Map<String, Day> expected = month.bill();
        Map<String, Day> counted = counted(here);
        TreeSet<String> all = new TreeSet<>(expected.keySet());
        all.addAll(counted.keySet());
        List<String> wrong = new ArrayList<>();
        for (String day : all) {
            Day want = expected.getOrDefault(day, NOTHING);
            Day got = counted.getOrDefault(day, NOTHING);
            if (!got.is(want)) wrong.add(day + ": " + got + " for " + want);
        }
        assertThat(wrong).as("seed %d, of %d days", seed, all.size()).isEmpty();
        assertThat(all).hasSizeGreaterThan(12);
    }

    /** A day of a function: USD, of them what is on other bills, calls, and what was assumed. */
    private record Day(double usd, double other, long calls, String assumed) {

        boolean is(Day other) {
            return Math.abs(usd - other.usd) < EXACT
                    && Math.abs(this.other - other.other) < EXACT
                    && calls == other.calls
                    && (assumed.equals(other.assumed) || calls == 0);
        }

        Day and(Day more) {
            return new Day(usd + more.usd, other + more.other, calls + more.calls, assumed);
        }
    }

    private static Map<String, Day> counted(Path here) throws Exception {
        Map<String, Day> days = new TreeMap<>();
        ObjectMapper mapper = new ObjectMapper();
        for (String line : Files.readAllLines(here.resolve("out/spend.jsonl"))) {
            JsonNode d = mapper.readTree(line);
            String key = String.join(
                    " ",
                    d.path("day").asText(),
                    d.path("account").asText(),
                    d.path("region").asText(),
                    d.path("function").asText());
            String assumed = (d.path("assumedPrice").asBoolean() ? "price " : "")
                    + (d.path("assumedMemory").asBoolean() ? "memory" : "");
            Day day = new Day(
                    d.path("usd").asDouble(),
                    d.path("otherUsd").asDouble(),
                    d.path("calls").asLong(),
                    assumed);
            days.merge(key, day, Day::and);
        }
        return days;
    }

    private static void replay(Path here, Month month) throws Exception {
        GuardSettings s = Books.recorded(ACCOUNTS[0], Map.of());
        Map<String, FunctionFacts> fleet = new TreeMap<>();
        for (Function f : month.functions) {
            if (!f.known) continue;
            fleet.put(
                    String.join("|", f.account, f.home(), f.plain()),
                    new FunctionFacts(
                            f.account,
                            f.home(),
                            f.plain(),
                            f.memory,
                            f.arm ? "arm64" : "x86_64",
                            900,
                            ReservationFacts.of(-1),
                            -1,
                            Map.of()));
        }
        GuardSettings settings = new GuardSettings(s.book(), s.control(), month.table(), fleet, s.recording());
        settings = settings.holding(new Settings.State("heap", 0, month.latest));
        var env = LocalJob.bounded(1);
        // a machine may be busy with other tests
        env.configure(Configuration.fromMap(Map.of("pekko.ask.timeout", "5 min")));
        LandingSource source =
                LandingSource.of(List.of(here.resolve("samples")), LandingSettings.bounded(Clock.systemUTC()));
        SurgeGuardJob.build(
                env, settings, Ports.recording(source, here.resolve("out").toString()));
        env.execute();
    }

    /** A function as it was drawn. */
    private record Function(String account, String region, String name, boolean known, int memory, boolean arm) {

        boolean edge() {
            return name.startsWith("us-east-1.");
        }

        String plain() {
            return edge() ? name.substring("us-east-1.".length()) : name;
        }

        String home() {
            return edge() ? "us-east-1" : region;
        }
    }

    /** One value of one metric, and when it comes. */
    private record Sample(Function function, long minute, String metric, double value, double calls, long arrives) {}

    private static final class Month {

        private final Random random;
        private final List<Function> functions = new ArrayList<>();
        private final List<Sample> samples = new ArrayList<>();
        private final double[] discounts;
        private final boolean rounds;
        private final double perCall;
        /** What comes later than that counts nowhere, minutes. */
        private final int latest;

        Month(Random random) {
            this.random = random;
            latest = random.nextBoolean() ? 30 : 60;
            discounts = new double[] {random.nextInt(3) * .07, random.nextInt(3) * .11};
            rounds = random.nextInt(4) > 0;
            perCall = random.nextBoolean() ? 0 : 3e-7 * (1 + random.nextInt(5));
            for (int i = 0; i < 6; i++) {
                String name = i == 5 ? "us-east-1.edge" : (i % 2 == 0 ? "api-" : "job-") + i;
                functions.add(new Function(
                        ACCOUNTS[i % 2],
                        i == 5 ? REGIONS[0] : REGIONS[random.nextInt(3)],
                        name,
                        i == 5 || random.nextInt(4) > 0,
                        i == 5 ? 128 : 128 * (1 + random.nextInt(60)),
                        i != 5 && random.nextBoolean()));
            }
            for (int day = 0; day < DAYS; day++) {
                // the first and the last day, and some between
                if (day > 0 && day < DAYS - 1 && random.nextInt(5) > 0) continue;
                int begin = day == DAYS - 1 ? DAY - 90 : random.nextInt(DAY - 90);
                for (Function f : functions) span(f, JULY + (long) day * DAY + begin, 20 + random.nextInt(40));
                pulse(JULY + (long) day * DAY + begin - 1, 95);
            }
        }

        /** A function of each account and region speaks each minute, so that lateness is what was drawn. */
        private void pulse(long from, int minutes) {
            Map<String, Function> clocks = new TreeMap<>();
            for (Function f : functions) clocks.putIfAbsent(f.account + f.region, f);
            for (Function clock : clocks.values()) {
                for (long m = from; m < from + minutes; m++) {
                    boolean spoken = false;
                    for (Sample s : samples) spoken |= s.function == clock && s.minute == m && s.arrives == m;
                    if (!spoken) samples.add(new Sample(clock, m, "Errors", 0, 0, m));
                }
            }
        }

        private void span(Function f, long from, int minutes) {
            double mean = Math.exp(random.nextDouble() * 9 - 1);
            for (long m = from; m < from + minutes; m++) {
                if (random.nextInt(10) == 0) continue;
                double calls = 1 + random.nextInt(1 << (1 + random.nextInt(14)));
                double millis = Math.round(calls * mean * (.5 + random.nextDouble()) * 100) / 100.0;
                int late = random.nextInt(6) > 0 ? 0 : random.nextInt(latest + 11);
                say(f, m, calls, millis, late);
                // refused calls cost nothing and are no calls
                if (random.nextInt(8) == 0) samples.add(new Sample(f, m, "Throttles", 7, 7, m + late));
                if (random.nextInt(12) == 0) say(f, m, calls, millis, late + random.nextInt(8));
                if (random.nextInt(12) == 0) {
                    double more = Math.ceil(calls * (.5 + random.nextDouble()));
                    say(f, m, more, millis / calls * more, late + 1 + random.nextInt(8));
                }
            }
        }

        private void say(Function f, long minute, double calls, double millis, int late) {
            samples.add(new Sample(f, minute, "Invocations", calls, calls, minute + late));
            samples.add(new Sample(f, minute, "Duration", millis, calls, minute + late));
        }

        /** In the order in which they come. */
        private List<Sample> sorted() {
            List<Sample> sorted = new ArrayList<>(samples);
            // of one minute of arrival the newest first: what is late is late by all of it
            sorted.sort(Comparator.comparingLong(Sample::arrives)
                    .thenComparing(Comparator.comparingLong(Sample::minute).reversed()));
            return sorted;
        }

        void record(Path here) throws Exception {
            Files.createDirectories(here.resolve("samples"));
            StringBuilder lines = new StringBuilder();
            for (Sample s : sorted()) {
                lines.append(String.format(
                        Locale.ROOT,
                        "{\"metric_stream_name\":\"m\",\"account_id\":\"%s\",\"region\":\"%s\",\"namespace\":\"AWS/Lambda\","
                                + "\"metric_name\":\"%s\",\"dimensions\":{\"FunctionName\":\"%s\"},\"timestamp\":%d,"
                                + "\"value\":{\"count\":%s,\"sum\":%s,\"max\":%s,\"min\":0},\"unit\":\"Count\"}%n",
                        s.function.account,
                        s.function.region,
                        s.metric,
                        s.function.name,
                        s.minute * 60_000,
                        s.calls,
                        s.value,
                        s.value));
            }
            Files.writeString(here.resolve("samples/all.jsonl"), lines);
        }

        /** What each day costs, from the samples that count. */
        Map<String, Day> bill() {
            Map<String, Double> newest = new TreeMap<>();
            Map<String, Sample> any = new TreeMap<>();
            long now = Long.MIN_VALUE;
            for (Sample s : sorted()) {
                now = Math.max(now, s.minute);
                if (now - s.minute > latest || s.metric.equals("Errors") || s.metric.equals("Throttles")) continue;
                String id = functions.indexOf(s.function) + " " + s.minute;
                newest.put(id + s.metric, s.value);
                any.put(id, s);
            }
            Map<String, Day> days = new TreeMap<>();
            for (Map.Entry<String, Sample> e : any.entrySet()) {
                Sample s = e.getValue();
                double calls = newest.getOrDefault(e.getKey() + "Invocations", 0.0);
                double millis = newest.getOrDefault(e.getKey() + "Duration", 0.0);
                String day = Instant.ofEpochSecond(s.minute * 60).toString().substring(0, 10);
                String key = String.join(" ", day, s.function.account, s.function.region, s.function.name);
                days.merge(key, cost(s.function, calls, millis), Day::and);
            }
            return days;
        }

        private Day cost(Function f, double calls, double millis) {
            int account = f.account.equals(ACCOUNTS[0]) ? 0 : 1;
            double pays = 1 - discounts[account];
            // USD a request, a GB-second; a region that no table has costs the most
            double request = 2e-7;
            double second = f.arm && f.known ? 1.33334e-5 : 1.66667e-5;
            if (f.region.equals("us-east-2")) request = 1.9e-7;
            if (f.region.equals("ap-east-1")) {
                request = 2.8e-7;
                second = f.arm && f.known ? 1.83e-5 : 2.29e-5;
            }
            if (f.edge()) {
                request = 6e-7;
                second = 5.001e-5;
            }
            double billed = rounds && calls > 0 ? calls / (1 - Math.exp(-calls / millis)) : millis;
            double gb = (f.known ? f.memory : 1024) / 1024.0;
            double lambda = pays * (calls * request + billed / 1000 * gb * second);
            double addOn = f.edge() || !f.name.startsWith("api-") ? 0 : calls * perCall;
            boolean lacks = f.region.equals("ap-east-1") && !f.edge();
            return new Day(
                    lambda + addOn,
                    f.edge() ? lambda : addOn,
                    Math.round(calls),
                    (lacks ? "price " : "") + (f.known ? "" : "memory"));
        }

        /** The same for the product. */
        PriceTable table() {
            List<AddOnRule> addOns =
                    List.of(new AddOnRule(new Match("api-*", Map.of()), new AddOns(0, 0, 0, 0, 0, perCall)));
            return of(0, Map.of(ACCOUNTS[1], of(1, Map.of(), addOns)), addOns);
        }

        private PriceTable of(int account, Map<String, PriceTable> own, List<AddOnRule> addOns) {
            return new PriceTable(
                    Map.of(
                            "eu-west-1", new PriceTable.Region(2e-7, 1.66667e-5, 1.33334e-5),
                            "us-east-2", new PriceTable.Region(1.9e-7, 1.66667e-5, 1.33334e-5)),
                    new PriceTable.Region(2.8e-7, 2.29e-5, 1.83e-5),
                    rounds ? 1 : 0,
                    discounts[account],
                    1024,
                    own,
                    addOns);
        }
    }
}
