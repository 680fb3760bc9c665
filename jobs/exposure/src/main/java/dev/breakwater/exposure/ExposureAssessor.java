package dev.breakwater.exposure;

import dev.breakwater.exposure.Exposure.AccountExposure;
import dev.breakwater.exposure.Exposure.Terms;
import dev.breakwater.exposure.FunctionExposure.Flag;
import dev.breakwater.exposure.FunctionExposure.Risk;
import dev.breakwater.exposure.FunctionExposure.Suggestion;
import dev.breakwater.exposure.entry.Invoker;
import dev.breakwater.exposure.entry.Invokers;
import dev.breakwater.exposure.iam.Arn;
import dev.breakwater.exposure.loop.Loop;
import dev.breakwater.exposure.loop.TriggerGraph;
import dev.breakwater.exposure.loop.TriggerGraph.Edge;
import dev.breakwater.exposure.model.AccountReading;
import dev.breakwater.exposure.model.Fact;
import dev.breakwater.exposure.model.FunctionReading;
import dev.breakwater.exposure.model.FunctionReading.Upkeep;
import dev.breakwater.exposure.model.Usage;
import dev.breakwater.exposure.model.Usage.Peaks;
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
            .thenComparing(f -> f.key().path());

    private final Terms terms;
    private final Usage usage;
    private final List<Loop> loops;
    private final Map<String, List<Invoker>> starters = new HashMap<>();

    private ExposureAssessor(List<FunctionReading> functions, Usage usage, Terms terms) {
        this.terms = terms;
        this.usage = usage;
        TriggerGraph graph = TriggerGraph.of(functions);
        Set<String> arns = functions.stream().map(f -> f.key().arn()).collect(Collectors.toSet());
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
        return f.key().account().equals(account.account()) && f.key().region().equals(account.region());
    }

    private FunctionExposure function(FunctionReading f, Pool pool) {
        String arn = f.key().arn();
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
        Peaks peaks = usage.peaks().get(f.key());
        if (peaks == null) return null;
        Suggestion suggestion = Suggestion.of(peaks, f, terms.headroom(), terms.rates());
        return suggestion.reservation() < cap.concurrency() ? suggestion : null;
    }

    private Set<Flag> flags(FunctionReading f, boolean wide) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        long modified = f.upkeep().modifiedMillis();
        if (modified != Upkeep.UNKNOWN && modified > terms.nowMillis() - NEW_MILLIS) flags.add(Flag.NEW);
        if (Boolean.TRUE.equals(usage.unused(f.key(), UNUSED_MILLIS, terms.nowMillis()))) flags.add(Flag.UNUSED);
        if (!f.unread().contains(Fact.TAGS) && !f.upkeep().tagged()) flags.add(Flag.UNTAGGED);
        if (wide) flags.add(Flag.WIDE);
        return flags;
    }

    /** Adds functions that can start other functions, through destinations or calls. */
    private void starter(Edge e) {
        String text = "function " + Arn.brief(e.from()) + ": " + e.text();
        starters.computeIfAbsent(e.to(), to -> new ArrayList<>()).add(new Invoker(Invoker.Kind.EVENT, text));
    }
}
