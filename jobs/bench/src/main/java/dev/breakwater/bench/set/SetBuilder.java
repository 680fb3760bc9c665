package dev.breakwater.bench.set;

import dev.breakwater.bench.set.BenchSet.AttackKind;
import dev.breakwater.bench.set.BenchSet.Incident;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Draws a labelled set: ordinary traffic, hard benign cases, attacks, the platform's limits, and flaws of the feed. */
final class SetBuilder {

    private static final int MOST_AT_ONCE = 1000;
    private static final double DIME = .1e9;
    private static final int SPREADS = 2;

    private final Draws draws;
    private final List<Traffic> functions;
    /** The indices of functions without an event so far, in the order in which they were drawn. */
    private final List<Integer> free = new ArrayList<>();

    private final List<Incident> incidents = new ArrayList<>();
    private double[][] ordinaryNano;

    SetBuilder(long seed) {
        draws = new Draws(seed);
        functions = new Fleet(Base.shipped(), draws.part(1)).functions();
        shuffle(draws.part(2));
    }

    private void shuffle(Draws d) {
        for (int i = 0; i < functions.size(); i++) free.add(d.whole(0, i), i);
    }

    private boolean changing;

    SetBuilder changing() {
        changing = true;
        return this;
    }

    BenchSet build() {
        List<Integer> launched = volumes(draws.part(3));
        for (int f = 0; f < functions.size(); f++) Fleet.durations(functions.get(f), draws.part(100 + f));
        Draws d = draws.part(4);
        for (int f : take(Benign.SLOWER, t -> Attacks.mean(t) > 2)) Benign.slower(functions.get(f), d);
        if (changing) changes(draws.part(8));
        ordinaryNano = functions.stream().map(SetBuilder::nano).toArray(double[][]::new);
        attacks(launched, draws.part(5));
        ConcurrencyLimits.apply(functions, MOST_AT_ONCE, draws.part(6));
        Benign.imperfections(functions, draws.part(7));
        return new BenchSet(functions, priced(), account());
    }

    private List<Integer> volumes(Draws d) {
        for (int f : take(Benign.CRONS, t -> Attacks.mean(t) > .5)) Benign.cron(functions.get(f), d);
        for (int f : take(Benign.MORE, t -> Attacks.mean(t) > 2)) Benign.more(functions.get(f), d);
        for (int f : take(Benign.GROWING, t -> Attacks.mean(t) > 2)) Benign.growing(functions.get(f), d);
        List<Integer> launched = take(Benign.LAUNCHES, t -> Attacks.mean(t) > 2);
        for (int f : launched) Benign.launch(functions.get(f), d);
        return launched;
    }

    private void changes(Draws d) {
        for (int f : take(Benign.WEEKLY, t -> Attacks.mean(t) > .5)) Benign.weekly(functions.get(f), d);
        for (int f : take(Benign.MONTH_ENDS, t -> Attacks.mean(t) > 2)) Benign.monthEnd(functions.get(f), d);
        int kind = 0;
        for (int f : take(Benign.SHIFTS, t -> Attacks.mean(t) > 2)) Benign.shift(functions.get(f), kind++, d);
    }

    private void attacks(List<Integer> launched, Draws d) {
        inject(AttackKind.NEW_FUNCTION, launched.subList(0, 2), Attacks::newFunction, d);
        Predicate<Traffic> nightly = t -> Attacks.mean(t) > 3 && worth(t, 5) && Attacks.hasNights(t);
        inject(AttackKind.OFF_PEAK, take(5, nightly), Attacks::offPeak, d);
        inject(AttackKind.SLOW_BURN, take(7, t -> Attacks.mean(t) > 5 && worth(t, 4)), Attacks::slowBurn, d);
        inject(AttackKind.DURATION, take(5, t -> Attacks.mean(t) > 2 && worth(t, 2)), Attacks::duration, d);
        inject(AttackKind.PULSE, take(5, t -> Attacks.mean(t) > 1), Attacks::pulse, d);
        inject(AttackKind.FLOOD, take(6, t -> true), Attacks::flood, d);
        inject(AttackKind.RECURSION, take(5, t -> true), Attacks::recursion, d);
        for (int i = 0; i < SPREADS; i++) spread(i, d);
    }

    private static boolean worth(Traffic t, double dimesADay) {
        return Attacks.costOfDay(t) > dimesADay * DIME;
    }

    private void inject(
            AttackKind kind, List<Integer> targets, BiFunction<Traffic, Draws, Attacks.Span> attack, Draws d) {
        for (int f : targets) {
            Attacks.Span s = attack.apply(functions.get(f), d);
            incidents.add(new Incident(kind, new int[] {f}, s.start(), s.end(), null));
        }
    }

    private void spread(int number, Draws d) {
        int day = BenchSet.EVALUATED_FROM + (3 * number + 1) * Base.DAY;
        Attacks.Span s = new Attacks.Span(day + d.whole(0, Base.DAY), 0);
        s = new Attacks.Span(s.start(), s.start() + d.whole(180, 480));
        double factor = d.between(1.7, 2.2);
        List<Integer> targets = new ArrayList<>();
        int wanted = d.whole(16, 22);
        int from = d.whole(0, functions.size() - 1);
        for (int i = 0; i < functions.size() && targets.size() < wanted; i++) {
            int f = (from + 7 * i) % functions.size();
            Traffic t = functions.get(f);
            if (t.launch == 0 && Attacks.mean(t) > 5 && !targets.contains(f) && !busy(f, s)) targets.add(f);
        }
        for (int f : targets) Attacks.raise(functions.get(f), s, factor, d);
        int[] all = targets.stream().mapToInt(Integer::intValue).toArray();
        incidents.add(new Incident(AttackKind.SPREAD, all, s.start(), s.end(), null));
    }

    private boolean busy(int f, Attacks.Span s) {
        for (Incident i : incidents) {
            for (int g : i.functions())
                if (g == f && i.start() - 120 < s.end() && i.end() + 120 > s.start()) return true;
        }
        return false;
    }

    /** Takes the next functions that fit, or all functions that fit if there are fewer. */
    private List<Integer> take(int count, Predicate<Traffic> fits) {
        List<Integer> taken = new ArrayList<>();
        for (int f : List.copyOf(free)) {
            if (taken.size() == count) break;
            if (!fits.test(functions.get(f))) continue;
            taken.add(f);
            free.remove((Integer) f);
        }
        return taken;
    }

    private static double[] nano(Traffic t) {
        double[] nano = new double[BenchSet.MINUTES];
        for (int m = 0; m < nano.length; m++) nano[m] = t.nano(m);
        return nano;
    }

    private List<Incident> priced() {
        List<Incident> priced = new ArrayList<>();
        for (Incident i : incidents) {
            double[] excess = new double[i.end() - i.start()];
            for (int f : i.functions()) {
                for (int k = 0; k < excess.length; k++) {
                    excess[k] += functions.get(f).nano(i.start() + k) - ordinaryNano[f][i.start() + k];
                }
            }
            priced.add(new Incident(i.kind(), i.functions(), i.start(), i.end(), excess));
        }
        return priced;
    }

    private double account() {
        double sum = 0;
        for (double[] f : ordinaryNano) for (int m = BenchSet.EVALUATED_FROM; m < f.length; m++) sum += f[m];
        return sum / (BenchSet.MINUTES - BenchSet.EVALUATED_FROM);
    }
}
