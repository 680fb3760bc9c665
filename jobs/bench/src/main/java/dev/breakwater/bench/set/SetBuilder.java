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
        functions = new DrawnFleet(Base.shipped(), draws.part(1)).functions();
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
        for (int f = 0; f < functions.size(); f++) DrawnFleet.durations(functions.get(f), draws.part(100 + f));
        Draws d = draws.part(4);
        for (int f : take(DrawnEvents.SLOWER, t -> DrawnEvents.mean(t) > 2)) DrawnEvents.slower(functions.get(f), d);
        if (changing) changes(draws.part(8));
        ordinaryNano = functions.stream().map(SetBuilder::nano).toArray(double[][]::new);
        attacks(launched, draws.part(5));
        Draws limits = draws.part(6);
        for (int f = 0; f < functions.size(); f++) functions.get(f).limitTo(MOST_AT_ONCE, limits.part(f));
        DrawnEvents.imperfections(functions, draws.part(7));
        return new BenchSet(functions, priced(), account());
    }

    private List<Integer> volumes(Draws d) {
        for (int f : take(DrawnEvents.CRONS, t -> DrawnEvents.mean(t) > .5)) DrawnEvents.cron(functions.get(f), d);
        for (int f : take(DrawnEvents.MORE, t -> DrawnEvents.mean(t) > 2)) DrawnEvents.more(functions.get(f), d);
        for (int f : take(DrawnEvents.GROWING, t -> DrawnEvents.mean(t) > 2)) DrawnEvents.growing(functions.get(f), d);
        List<Integer> launched = take(DrawnEvents.LAUNCHES, t -> DrawnEvents.mean(t) > 2);
        for (int f : launched) DrawnEvents.launch(functions.get(f), d);
        return launched;
    }

    private void changes(Draws d) {
        for (int f : take(DrawnEvents.WEEKLY, t -> DrawnEvents.mean(t) > .5)) DrawnEvents.weekly(functions.get(f), d);
        for (int f : take(DrawnEvents.MONTH_ENDS, t -> DrawnEvents.mean(t) > 2))
            DrawnEvents.monthEnd(functions.get(f), d);
        int kind = 0;
        for (int f : take(DrawnEvents.SHIFTS, t -> DrawnEvents.mean(t) > 2))
            DrawnEvents.shift(functions.get(f), kind++, d);
    }

    private void attacks(List<Integer> launched, Draws d) {
        inject(AttackKind.NEW_FUNCTION, launched.subList(0, 2), DrawnEvents::newFunction, d);
        Predicate<Traffic> nightly = t -> DrawnEvents.mean(t) > 3 && worth(t, 5) && DrawnEvents.hasNights(t);
        inject(AttackKind.OFF_PEAK, take(5, nightly), DrawnEvents::offPeak, d);
        inject(AttackKind.SLOW_BURN, take(7, t -> DrawnEvents.mean(t) > 5 && worth(t, 4)), DrawnEvents::slowBurn, d);
        inject(AttackKind.DURATION, take(5, t -> DrawnEvents.mean(t) > 2 && worth(t, 2)), DrawnEvents::duration, d);
        inject(AttackKind.PULSE, take(5, t -> DrawnEvents.mean(t) > 1), DrawnEvents::pulse, d);
        inject(AttackKind.FLOOD, take(6, t -> true), DrawnEvents::flood, d);
        inject(AttackKind.RECURSION, take(5, t -> true), DrawnEvents::recursion, d);
        for (int i = 0; i < SPREADS; i++) spread(i, d);
    }

    private static boolean worth(Traffic t, double dimesADay) {
        return DrawnEvents.costOfDay(t) > dimesADay * DIME;
    }

    private void inject(
            AttackKind kind, List<Integer> targets, BiFunction<Traffic, Draws, DrawnEvents.Span> attack, Draws d) {
        for (int f : targets) {
            DrawnEvents.Span s = attack.apply(functions.get(f), d);
            incidents.add(new Incident(kind, new int[] {f}, s.start(), s.end(), null));
        }
    }

    private void spread(int number, Draws d) {
        int day = BenchSet.EVALUATED_FROM + (3 * number + 1) * Base.DAY;
        DrawnEvents.Span s = new DrawnEvents.Span(day + d.whole(0, Base.DAY), 0);
        s = new DrawnEvents.Span(s.start(), s.start() + d.whole(180, 480));
        double factor = d.between(1.7, 2.2);
        List<Integer> targets = new ArrayList<>();
        int wanted = d.whole(16, 22);
        int from = d.whole(0, functions.size() - 1);
        for (int i = 0; i < functions.size() && targets.size() < wanted; i++) {
            int f = (from + 7 * i) % functions.size();
            Traffic t = functions.get(f);
            if (t.launch == 0 && DrawnEvents.mean(t) > 5 && !targets.contains(f) && !busy(f, s)) targets.add(f);
        }
        for (int f : targets) DrawnEvents.raise(functions.get(f), s, factor, d);
        int[] all = targets.stream().mapToInt(Integer::intValue).toArray();
        incidents.add(new Incident(AttackKind.SPREAD, all, s.start(), s.end(), null));
    }

    private boolean busy(int f, DrawnEvents.Span s) {
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
