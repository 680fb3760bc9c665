package dev.breakwater.exposure;

import dev.breakwater.exposure.Exposure.AccountExposure;
import dev.breakwater.exposure.Exposure.Cost;
import dev.breakwater.exposure.Exposure.Cost.Rates;
import dev.breakwater.exposure.Exposure.Terms;
import dev.breakwater.exposure.FunctionExposure.Flag;
import dev.breakwater.exposure.FunctionExposure.Risk;
import dev.breakwater.exposure.FunctionExposure.Suggestion;
import dev.breakwater.exposure.entry.Invokers;
import dev.breakwater.exposure.entry.Invokers.Invoker;
import dev.breakwater.exposure.iam.Arn;
import dev.breakwater.exposure.loop.Loop;
import dev.breakwater.exposure.loop.TriggerGraph;
import dev.breakwater.exposure.loop.TriggerGraph.Edge;
import dev.breakwater.exposure.model.AccountReading;
import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import dev.breakwater.exposure.model.AccountReading.Usage;
import dev.breakwater.exposure.model.AccountReading.Usage.Peaks;
import dev.breakwater.model.exposure.Fact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Computes the worst-case cost from the readings. */
public final class ExposureAssessor {

    private static final long NEW_MILLIS = Duration.ofDays(7).toMillis();
    private static final long UNUSED_MILLIS = Duration.ofDays(30).toMillis();
    private static final Comparator<FunctionExposure> BY_RISK = Comparator.comparing(FunctionExposure::risk)
            .thenComparing(f -> -f.cost().usdPerHour())
            .thenComparing(f -> f.scope().path());

    private final Terms terms;
    private final Usage usage;
    private final List<Loop> loops;
    private final Map<String, List<Invoker>> starters = new HashMap<>();

    private ExposureAssessor(List<FunctionReading> functions, Usage usage, Terms terms) {
        this.terms = terms;
        this.usage = usage;
        TriggerGraph graph = TriggerGraph.of(functions);
        Set<String> arns = functions.stream().map(f -> f.arn()).collect(Collectors.toSet());
        this.loops = Loop.in(graph, arns);
        graph.edges().stream()
                .filter(e -> arns.contains(e.from()) && arns.contains(e.to()))
                .forEach(this::starter);
    }

    /**
     * @param accounts the readings, one for each account and region
     * @param usage    {@link Usage#none()} without history
     */
    public static Exposure of(
            List<AccountReading> accounts, List<FunctionReading> functions, Usage usage, Terms terms) {
        ExposureAssessor assessor = new ExposureAssessor(functions, usage, terms);
        List<FunctionExposure> exposed = new ArrayList<>();
        List<AccountExposure> worst = new ArrayList<>();
        for (AccountReading account : accounts) {
            List<FunctionReading> own =
                    functions.stream().filter(f -> isOf(f, account)).toList();
            Pool pool = Pool.of(account, own, terms.assumedConcurrency());
            List<FunctionExposure> judged =
                    own.stream().map(f -> assessor.function(f, pool)).toList();
            exposed.addAll(judged);
            Pool.Worst most = pool.worst(judged, terms.rates());
            worst.add(new AccountExposure(
                    account.account(),
                    account.region(),
                    pool.limit(),
                    pool.reason(),
                    pool.size(),
                    own.size(),
                    most.running(),
                    most.cost()));
        }
        exposed.sort(BY_RISK);
        worst.sort(Comparator.comparingDouble(a -> -a.cost().usdPerHour()));
        return new Exposure(List.copyOf(exposed), List.copyOf(worst), assessor.loops);
    }

    private static boolean isOf(FunctionReading f, AccountReading account) {
        return f.scope().account().equals(account.account())
                && f.scope().region().equals(account.region());
    }

    private FunctionExposure function(FunctionReading f, Pool pool) {
        String arn = f.arn();
        List<Invoker> invokers = new ArrayList<>(Invokers.of(f));
        invokers.addAll(starters.getOrDefault(arn, List.of()));
        List<Loop> own =
                loops.stream().filter(loop -> loop.members().contains(arn)).toList();
        Cap cap = Cap.of(f, pool, invokers);
        Cost cost = Cost.at(cap.concurrency(), f, terms.rates());
        List<String> couldDo = DangerousPermission.of(f);
        return new FunctionExposure(
                f,
                Risk.of(f, invokers, own),
                cap,
                cost,
                List.copyOf(invokers),
                own,
                suggestion(f, cap),
                List.copyOf(couldDo),
                flags(f, !couldDo.isEmpty()));
    }

    private Suggestion suggestion(FunctionReading f, Cap cap) {
        Peaks peaks = usage.peaks().get(f.scope());
        if (peaks == null) return null;
        Suggestion suggestion = Suggestion.of(peaks, f, terms.headroom(), terms.rates());
        return suggestion.reservation() < cap.concurrency() ? suggestion : null;
    }

    private Set<Flag> flags(FunctionReading f, boolean wide) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        long modified = f.facts().modifiedMillis();
        if (modified > terms.nowMillis() - NEW_MILLIS) flags.add(Flag.NEW);
        if (Boolean.TRUE.equals(usage.unused(f.scope(), UNUSED_MILLIS, terms.nowMillis()))) flags.add(Flag.UNUSED);
        if (!f.unread().contains(Fact.TAGS) && !f.tagged()) flags.add(Flag.UNTAGGED);
        if (wide) flags.add(Flag.WIDE);
        return flags;
    }

    /** Adds functions that can start other functions, through destinations or calls. */
    private void starter(Edge e) {
        String text = "function " + Arn.brief(e.from()) + ": " + e.text();
        starters.computeIfAbsent(e.to(), to -> new ArrayList<>()).add(new Invoker(Invoker.Kind.EVENT, text));
    }

    /**
     * The concurrency that an account leaves for functions without a reservation.
     *
     * @param limit  concurrent executions of all functions, read or assumed
     * @param size   the part of the limit for functions without a reservation
     * @param reason {@code ACCOUNT}, or {@code ASSUMED} if the limit could not be read
     * @param text   text for people
     */
    record Pool(int limit, int size, Cap.Reason reason, String text) {

        /** AWS refuses reservations that leave less concurrency than this. For a few accounts, AWS's value is 50 or 10. */
        private static final int LEFT_BY_AWS = 100;

        /**
         * @param functions all functions of the account and region
         * @param assumed   the limit to assume if it could not be read
         */
        static Pool of(AccountReading account, List<FunctionReading> functions, int assumed) {
            long reserved =
                    functions.stream().mapToLong(f -> Math.max(0, f.reserved())).sum();
            if (!account.read()) return assumed(assumed, reserved);
            boolean all = functions.stream().noneMatch(f -> f.unread().contains(Fact.RESERVATION));
            long left = all || account.unreserved() < 0 ? account.concurrent() - reserved : account.unreserved();
            int size = (int) Math.max(0, left);
            String text = String.format("the account's limit of %,d less %,d reserved", account.concurrent(), reserved);
            return new Pool(account.concurrent(), size, Cap.Reason.ACCOUNT, text);
        }

        /**
         * Creates the pool under an assumed limit. If the reservations exceed the assumed limit, the real limit is higher,
         * and AWS keeps a part of the real limit unreserved.
         */
        private static Pool assumed(int assumed, long reserved) {
            int size = (int) Math.max(assumed - reserved, Math.min(assumed, LEFT_BY_AWS));
            String text = String.format("an assumed limit of %,d less %,d reserved", assumed, reserved);
            return new Pool((int) Math.max(assumed, reserved + size), size, Cap.Reason.ASSUMED, text);
        }

        /** The most expensive set of concurrent executions that an account can have, and its cost for an hour. */
        record Worst(long running, Cost cost) {}

        /**
         * Fills the account: functions with a reservation run at their caps, and the most expensive other functions fill
         * the pool, each up to its own cap.
         */
        Worst worst(List<FunctionExposure> functions, Rates rates) {
            Cost sum = Cost.NOTHING;
            long running = 0;
            int left = size;
            for (FunctionExposure f : mostExpensiveFirst(functions)) {
                boolean reserved = f.reading().reserved() >= 0;
                int share = reserved
                        ? f.cap().concurrency()
                        : Math.min(left, f.cap().concurrency());
                if (!reserved) left -= share;
                running += share;
                sum = sum.plus(Cost.at(share, f.reading(), rates));
            }
            return new Worst(running, sum);
        }

        private static List<FunctionExposure> mostExpensiveFirst(List<FunctionExposure> functions) {
            Comparator<FunctionExposure> byUnit = Comparator.comparingDouble(Pool::unit);
            return functions.stream().sorted(byUnit.reversed()).toList();
        }

        /**
         * Returns the cost of a concurrent execution in USD an hour, for sorting. The cost is 0 for a function that is not
         * allowed to run.
         */
        private static double unit(FunctionExposure f) {
            int cap = f.cap().concurrency();
            return cap == 0 ? 0 : f.cost().usdPerHour() / cap;
        }
    }
}
