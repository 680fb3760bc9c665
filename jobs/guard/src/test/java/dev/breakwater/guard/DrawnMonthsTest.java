package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.engine.cost.PriceTable;
import dev.breakwater.engine.cost.PriceTable.AddOnRule;
import dev.breakwater.engine.cost.PriceTable.AddOns;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.kind.PriceList;
import dev.breakwater.model.kind.PriceList.Compute;
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
 * Compares the product's count with a second computation. Months of samples are drawn at random. Some samples arrive
 * late, twice, or with another value. The test computes the bill from the samples with its own prices and rules,
 * without code of the product.
 */
@Tag("slow")
class DrawnMonthsTest {

    /** 2026-07-01T00:00Z, in minutes. */
    private static final long JULY = 29_714_400;

    private static final int DAY = 1440;
    private static final int DAYS = 31;
    /** The tolerance, because the files have six decimals. */
    private static final double EXACT = 2e-6;

    private static final Day NOTHING = new Day(0, 0, 0, "");
    /** Marks the cost of provisioned concurrency, whether it is used or not. */
    private static final String READY = " ready";

    private static final String[] ACCOUNTS = {"111122223333", "444455556666"};
    private static final String[] REGIONS = {"eu-west-1", "us-east-2", "ap-east-1"};

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = 1)
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

    /** A day of a function: its cost in USD, the part of the cost on other bills, its calls, and what was assumed. */
    private record Day(double usd, double other, long calls, String assumed) {

        boolean is(Day other) {
            return Math.abs(usd - other.usd) < EXACT
                    && Math.abs(this.other - other.other) < EXACT
                    && calls == other.calls
                    && (assumed.equals(other.assumed) || usd < EXACT);
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
                    d.path("function").asText() + (d.path("provisioned").asBoolean() ? READY : ""));
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
                            Map.of(),
                            TriggerFacts.UNKNOWN,
                            new Capacity(f.storage, f.ready)));
        }
        GuardSettings settings =
                SettingsOf.books(s.first().policies(), s.control(), month.table(), fleet, s.recording());
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

    /** A random function. */
    private record Function(
            String account,
            String region,
            String name,
            boolean known,
            int memory,
            boolean arm,
            int storage,
            int ready) {

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

    /** A value of a metric, and when it arrives. */
    private record Sample(Function function, long minute, String metric, double value, double calls, long arrives) {}

    private static final class Month {

        private final Random random;
        private final List<Function> functions = new ArrayList<>();
        private final List<Sample> samples = new ArrayList<>();
        private final double[] discounts;
        private final boolean rounds;
        private final double perCall;
        private final Map<String, Integer> instances = new TreeMap<>();
        /** Samples that are more than this many minutes late do not count anywhere. */
        private final int latest;

        Month(Random random) {
            this.random = random;
            latest = random.nextBoolean() ? 30 : 60;
            discounts = new double[] {random.nextInt(3) * .07, random.nextInt(3) * .11};
            rounds = random.nextInt(4) > 0;
            perCall = random.nextBoolean() ? 0 : 3e-7 * (1 + random.nextInt(5));
            for (int i = 0; i < 6; i++) {
                String name = i == 5 ? "us-east-1.edge" : (i % 2 == 0 ? "api-" : "job-") + i;
                boolean known = i == 5 || random.nextInt(4) > 0;
                functions.add(new Function(
                        ACCOUNTS[i % 2],
                        i == 5 ? REGIONS[0] : REGIONS[random.nextInt(3)],
                        name,
                        known,
                        i == 5 ? 128 : 128 * (1 + random.nextInt(60)),
                        i != 5 && random.nextBoolean(),
                        random.nextBoolean() ? 512 : 512 + random.nextInt(9_000),
                        i == 5 || !known || random.nextBoolean() ? 0 : 1 + random.nextInt(20)));
            }
            Function called = functions.get(random.nextInt(5));
            // this function is paid for but never called
            functions.add(
                    new Function(called.account, called.region, "idle", true, 1_024, random.nextBoolean(), 512, 3));
            for (int day = 0; day < DAYS; day++) {
                // every function runs on the first and last day, and on some days in between
                if (day > 0 && day < DAYS - 1 && random.nextInt(5) > 0) continue;
                // the samples begin and end within the five minutes for which provisioned concurrency is paid, and not
                // at their edges
                int begin = day == DAYS - 1 ? DAY - 90 : random.nextInt((DAY - 90) / 5) * 5;
                for (Function f : functions)
                    if (!f.name.equals("idle")) span(f, JULY + (long) day * DAY + begin, 20 + random.nextInt(40));
                pulse(JULY + (long) day * DAY + begin, 93);
            }
        }

        /**
         * In each account and region, one function has a sample every minute. Samples are therefore exactly as late as
         * they were drawn.
         */
        @SuppressWarnings("ReferenceEquality") // the functions of the list themselves
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
                if (m > from && random.nextInt(10) == 0) continue;
                double calls = 1 + random.nextInt(1 << (1 + random.nextInt(14)));
                double millis = Math.round(calls * mean * (.5 + random.nextDouble()) * 100) / 100.0;
                int late = m == from || random.nextInt(6) > 0 ? 0 : random.nextInt(latest + 11);
                say(f, m, calls, millis, late);
                // refused calls cost nothing and do not count as calls
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
            if (f.ready == 0) return;
            // concurrency is not more than the calls can explain, so that no call seems to be still running
            int peak = instances.computeIfAbsent(
                    f.name + minute, k -> 1 + random.nextInt((int) Math.min(2 * f.ready, Math.ceil(calls / 2))));
            samples.add(new Sample(f, minute, "ConcurrentExecutions", peak, calls, minute + late));
        }

        /** The samples in the order of their arrival. */
        private List<Sample> sorted() {
            List<Sample> sorted = new ArrayList<>(samples);
            // within one arrival minute, the newest samples come first, so that late samples are as late as possible
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

        /** Computes the cost of each day from the samples that count. */
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
            for (Function f : functions) if (f.ready > 0) ready(f, days);
            for (Map.Entry<String, Sample> e : any.entrySet()) {
                Sample s = e.getValue();
                double peak = newest.getOrDefault(e.getKey() + "ConcurrentExecutions", Double.POSITIVE_INFINITY);
                double calls = newest.getOrDefault(e.getKey() + "Invocations", 0.0);
                double millis = newest.getOrDefault(e.getKey() + "Duration", 0.0);
                String day = Instant.ofEpochSecond(s.minute * 60).toString().substring(0, 10);
                String key = String.join(" ", day, s.function.account, s.function.region, s.function.name);
                days.merge(key, cost(s.function, calls, millis, peak), Day::and);
            }
            return days;
        }

        /**
         * Adds the cost of provisioned concurrency in steps of five minutes, from the first minute of the account and
         * region to the last.
         */
        private void ready(Function f, Map<String, Day> days) {
            long first = Long.MAX_VALUE;
            long last = 0;
            for (Sample s : samples) {
                if (!s.function.account.equals(f.account) || !s.function.region.equals(f.region)) continue;
                first = Math.min(first, s.minute);
                last = Math.max(last, s.minute);
            }
            double second = f.arm ? 3.5e-6 : 4.6e-6;
            if (f.region.equals("us-east-2")) second = f.arm ? 3.3e-6 : 4.1e-6;
            if (f.region.equals("ap-east-1")) second = f.arm ? 6.1e-6 : 6.6e-6;
            double usd =
                    (1 - discounts[f.account.equals(ACCOUNTS[0]) ? 0 : 1]) * second * f.ready * f.memory / 1024.0 * 300;
            for (long m = first / 5 * 5; m <= last; m += 5) {
                String day = Instant.ofEpochSecond(m * 60).toString().substring(0, 10);
                days.merge(
                        String.join(" ", day, f.account, f.region, f.name) + READY,
                        new Day(usd, 0, 0, lacks(f) ? "price " : ""),
                        Day::and);
            }
        }

        private static boolean lacks(Function f) {
            return f.region.equals("ap-east-1")
                    || f.region.equals("us-east-2") && f.storage > 512 && f.known
                    || f.region.equals("eu-west-1") && f.ready > 0 && f.arm;
        }

        private Day cost(Function f, double calls, double millis, double peak) {
            int account = f.account.equals(ACCOUNTS[0]) ? 0 : 1;
            double pays = 1 - discounts[account];
            // USD per request and per GB-second; a region without a table costs the most
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
            if (f.ready > 0) {
                double onReady = f.arm ? 8.1e-6 : 1.08e-5;
                if (f.region.equals("us-east-2")) onReady = f.arm ? 7.7e-6 : 9.7e-6;
                if (f.region.equals("ap-east-1")) onReady = f.arm ? 1.2e-5 : 1.54e-5;
                second -= Math.min(1, f.ready / peak) * (second - onReady);
            }
            double storage = f.known && !f.edge() ? (f.storage - 512) / 1024.0 * 3.4e-8 : 0;
            if (f.region.equals("ap-east-1")) storage *= 2;
            double billed = rounds && calls > 0 ? calls / (1 - Math.exp(-calls / millis)) : millis;
            double gb = (f.known ? f.memory : 1024) / 1024.0;
            double lambda = pays * (calls * request + billed / 1000 * (gb * second + storage));
            double addOn = f.edge() || !f.name.startsWith("api-") ? 0 : calls * perCall;
            boolean lacks = lacks(f) && !f.edge();
            return new Day(
                    lambda + addOn,
                    f.edge() ? lambda : addOn,
                    Math.round(calls),
                    (lacks ? "price " : "") + (f.known ? "" : "memory"));
        }

        /** The same prices in the product's form. */
        PriceTable table() {
            List<AddOnRule> addOns =
                    List.of(new AddOnRule(new Match("api-*", Map.of()), new AddOns(0, 0, 0, 0, 0, perCall)));
            return new PriceTable(of(0), Map.of(ACCOUNTS[1], of(1)), addOns);
        }

        private PriceList of(int account) {
            return new PriceList(
                    Map.of(
                            "eu-west-1",
                            new PriceList.Region(
                                    2e-7,
                                    new Compute(1.66667e-5, 3.4e-8, 4.6e-6, 1.08e-5, false, false),
                                    new Compute(1.33334e-5, 3.4e-8, 3.5e-6, 8.1e-6, false, true)),
                            "us-east-2",
                            new PriceList.Region(
                                    1.9e-7,
                                    new Compute(1.66667e-5, 3.4e-8, 4.1e-6, 9.7e-6, true, false),
                                    new Compute(1.33334e-5, 3.4e-8, 3.3e-6, 7.7e-6, true, false))),
                    new PriceList.Region(
                            2.8e-7,
                            new Compute(2.29e-5, 6.8e-8, 6.6e-6, 1.54e-5, true, true),
                            new Compute(1.83e-5, 6.8e-8, 6.1e-6, 1.2e-5, true, true)),
                    rounds ? 1 : 0,
                    discounts[account],
                    1024);
        }
    }
}
