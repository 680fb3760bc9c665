package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Call.Answer;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A random account: its functions, its settings, surges that come and go, and an AWS that usually carries out its
 * calls.
 */
final class RandomWorld {
    private static final long WINDOW = 160;
    private static final long WINDOW_END = 280;

    private final Random random;
    /** The multiple of the usual that a window expects of every second function. It is 1 without a window. */
    final double planned;

    final Rig rig = new Rig();
    /** Whether AWS sometimes refuses and fails. */
    boolean faults = true;

    final List<String> names = new ArrayList<>();
    /** The limits without Breakwater's limits, by {@link LimitState#key}. */
    final Map<String, Integer> original = new TreeMap<>();

    /** The values that Breakwater set, by {@link LimitState#key}. */
    private final Map<String, Set<Integer>> ours = new TreeMap<>();

    /** The sources that feed each function, by the function's name. The value has the kind of each mapping. */
    private final Map<String, Map<String, LeverKind>> fed = new TreeMap<>();

    private long sensedAt;
    /** Onset and newest evidence of the present surges, by name; "*" is the account. */
    private final Map<String, long[]> surges = new TreeMap<>();

    /** Incidents of budgets that order throttles of most functions. */
    private final TreeSet<String> orders = new TreeSet<>();

    RandomWorld(long seed) {
        random = new Random(seed);
        planned = Math.max(1, seed % 8);
        Duration hold = Duration.ofMinutes(1 + random.nextInt(30));
        Duration maxHold = Duration.ofMinutes(1 + random.nextInt(240));
        Duration cooldown = Duration.ofMinutes(10 + random.nextInt(40));
        rig.rule = new ThrottleRule(
                random.nextInt(20) * Minute.USD,
                random.nextInt(6),
                random.nextDouble() * 4,
                hold,
                maxHold,
                cooldown,
                LeverRule.values()[random.nextInt(3)],
                false,
                Worth.ANY);
        rig.radius = new BlastRadius(random.nextInt(5), random.nextDouble(), random.nextInt(8), random.nextInt(300));
        rig.accountConcurrency = 200 + random.nextInt(900);
        rig.limitAssumed = random.nextInt(3) == 0;
        if (random.nextBoolean()) rig.restateEvery = Duration.ofMinutes(1 + random.nextInt(5));
        random.nextInt(3);
        for (int i = 0, n = 1 + random.nextInt(8); i < n; i++) {
            String name = (random.nextInt(8) == 0 ? "vip-" : "f-") + i;
            names.add(name);
            original.put(name, random.nextInt(3) > 0 ? -1 : random.nextInt(60));
            for (int m = random.nextInt(3); m > 0; m--) feed(name, "m" + m);
        }
        original.forEach(rig.aws::set);
        sense();
    }

    private void feed(String name, String mapping) {
        LeverKind kind = random.nextInt(3) > 0 ? LeverKind.QUEUE : LeverKind.STREAM;
        boolean limited = kind.equals(LeverKind.QUEUE) && random.nextInt(3) == 0;
        fed.computeIfAbsent(name, n -> new TreeMap<>()).put(mapping, kind);
        original.put(name + '|' + mapping, limited ? 2 + random.nextInt(60) : -1);
    }

    int floor() {
        return Math.max(1, rig.rule.floor());
    }

    /** Lets the inventory read if it is due. It reads every three minutes and therefore lags. */
    void senseDue(long now) {
        if (now < sensedAt + 3 * Rig.MINUTE) return;
        sensedAt = now;
        sense();
    }

    /** The inventory reads the present limits. */
    void sense() {
        rig.facts.clear();
        for (String name : names) {
            rig.facts.add(new FunctionFacts(
                    Minute.ACCOUNT,
                    Minute.REGION,
                    name,
                    1024,
                    "arm64",
                    60,
                    new ReservationFacts(rig.aws.value(name), false, rig.now),
                    -1,
                    Map.of(),
                    new TriggerFacts(triggers(name), -1),
                    Capacity.NONE));
        }
    }

    private List<Trigger> triggers(String name) {
        List<Trigger> triggers = new ArrayList<>();
        fed.getOrDefault(name, Map.of())
                .forEach((mapping, kind) ->
                        triggers.add(new Trigger(mapping, kind, true, rig.aws.value(name + '|' + mapping), false)));
        return triggers;
    }

    /** Makes a call, which usually succeeds. */
    Answer make(Call call, long now) {
        int drawn = faults ? random.nextInt(12) : 11;
        boolean changes = call.kind() != Call.Kind.READ;
        if (drawn == 0) return failed(call, Result.FAILED, now);
        if (drawn == 1 && changes) return failed(call, Result.REFUSED, now);
        if (call.kind() == Call.Kind.SET) {
            ours.computeIfAbsent(call.limit(), limit -> new TreeSet<>()).add(call.value());
        }
        Answer done = rig.aws.make(call, now);
        return drawn == 2 ? failed(call, Result.FAILED, now) : done;
    }

    private static Answer failed(Call call, Result result, long now) {
        return new Answer(call, result, null, "drawn", now, now);
    }

    /**
     * Lets a person set a value, but none that Breakwater set there. Nobody can tell such a value from the one that
     * Breakwater set, or from a late call.
     */
    void hand(String name, Lever lever) {
        int value = lever.isReservation()
                ? random.nextInt(60)
                : lever.kind().equals(LeverKind.QUEUE) ? 2 + random.nextInt(60) : -1;
        String key = LimitState.key(name, lever);
        if (ours.getOrDefault(key, Set.of()).contains(value)) return;
        original.put(key, value);
        rig.aws.set(key, value);
        sense();
    }

    /** Checks that no limit of ours is left. */
    void checkAsFound() {
        original.forEach((limit, value) -> {
            assertThat(rig.aws.value(limit)).as(limit).isEqualTo(value);
            assertThat(rig.aws.tag(limit)).as(limit).isNull();
        });
    }

    String anyName() {
        return names.get(random.nextInt(names.size()));
    }

    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    int upTo(int bound) {
        return random.nextInt(bound);
    }

    List<Assessment> minute(long minute) {
        List<Minute> minutes = new ArrayList<>();
        for (String name : names) scope(name, minute, minutes);
        scope("*", minute, minutes);
        orders(minute, minutes);
        return minutes.stream().map(Minute::build).sorted(Rig.ORDER).toList();
    }

    /** Budgets order and stop ordering. Sometimes a minute is missing. */
    private void orders(long minute, List<Minute> into) {
        if (chance(80)) orders.add("budget-" + upTo(2));
        if (chance(60)) orders.pollFirst();
        for (String order : orders) {
            for (String name : names) {
                if (chance(20) || name.hashCode() % 3 == 0) continue;
                Minute at = Minute.of(name, minute).peak(random.nextInt(40)).cost(1, random.nextInt(60));
                if (chance(10)) at.notReady();
                into.add(planned(at, name, minute).ordered(order));
            }
        }
    }

    private void scope(String name, long minute, List<Minute> into) {
        long[] surge = surges.get(name);
        if (surge == null) {
            if (!chance(25)) return;
            surge = new long[] {minute - random.nextInt(4), minute};
            surges.put(name, surge);
        }
        if (chance(10)) return;
        if (chance(12) && minute > surge[0]) into.add(verdict(name, minute - 1 - random.nextInt(12), surge));
        if (chance(40)) {
            surges.remove(name);
            into.add(at(name, minute, surge).closed(Reason.CALM));
            return;
        }
        into.add(verdict(name, minute, surge));
    }

    private Minute verdict(String name, long minute, long[] surge) {
        // long calm times and long surges, so that holds, steps and relapses occur
        boolean loud = Math.floorMod(name.hashCode() + minute / 15, 3L) != 0;
        int draw = random.nextInt(10);
        boolean evidence = loud ? draw > 0 : draw == 0 && chance(10);
        if (evidence) surge[1] = Math.max(surge[1], minute);
        Minute verdict = at(name, minute, surge).cost(random.nextInt(2_000_000_000), random.nextInt(400));
        if (!evidence) return verdict;
        return draw > 3 ? verdict.page(random.nextInt(60)) : verdict.warn(random.nextInt(20));
    }

    private Minute at(String name, long minute, long[] surge) {
        Minute at = name.equals("*") ? Minute.account(minute) : Minute.of(name, minute);
        if (chance(30)) at.notReady();
        return planned(at, name, minute).onset(surge[0]).lastEvidence(surge[1]).peak(random.nextInt(40));
    }

    private Minute planned(Minute at, String name, long minute) {
        boolean inside = minute >= WINDOW && minute < WINDOW_END && name.hashCode() % 2 == 0 && !name.equals("*");
        return inside && planned > 1 ? at.planned(planned) : at;
    }
}
