package dev.breakwater.guard.world;

import dev.breakwater.model.Assessment;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.PlannedSurge;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The verdicts of detection, minute by minute. They are always the same, so that a replay repeats them. */
final class Surges {

    private static final long USD = 1_000_000_000L;
    static final long WEEK = 7 * 24 * 60;
    private static final int CALM = 5;
    private static final int TOLD_CLOSED = 400;
    private static final Comparator<Assessment> ORDER = Comparator.comparingLong(Assessment::minute)
            .thenComparing(Assessment::scope)
            .thenComparing(Assessment::order);

    /** A surge or a budget's order. It lasts from {@code from} until before {@code to}. */
    static final class Surge {
        final String function;
        final long from;
        long to;
        final double usd;
        /** From this minute, the surge costs {@link #later}. */
        final long rises;

        final double later;
        final double concurrency;
        final String order;
        /** Whether no limit has an effect on the surge. AWS refuses none of its calls. */
        boolean incurable;

        Surge(String function, long from, long to, double usd, double concurrency, String order) {
            this(function, from, to, usd, Long.MAX_VALUE, usd, concurrency, order);
        }

        Surge(
                String function,
                long from,
                long to,
                double usd,
                long rises,
                double later,
                double concurrency,
                String order) {
            this.function = function;
            this.from = from;
            this.to = to;
            this.usd = usd;
            this.rises = rises;
            this.later = later;
            this.concurrency = concurrency;
            this.order = order;
        }

        /** The cost above normal since the surge began, nano-USD. */
        long sofar(long minute) {
            long before = Math.max(0, Math.min(minute, rises - 1) - from + 1);
            long after = Math.max(0, minute - Math.max(rises, from) + 1);
            return (long) ((before * usd + after * later) / 60 * USD);
        }

        /** The hourly cost above normal in a minute. */
        double usd(long minute) {
            return minute >= rises ? later : usd;
        }
    }

    private record Stretch(long from, long to) {
        boolean has(long minute) {
            return minute >= from && minute < to;
        }
    }

    final List<Surge> all = new ArrayList<>();
    private final List<Stretch> silent = new ArrayList<>();
    private final List<Stretch> late = new ArrayList<>();
    /** How long a minute takes to arrive, in milliseconds from its end. */
    final long delay;

    Surges(long delay) {
        this.delay = delay;
    }

    void begin(Surge surge) {
        if (isOn(surge.function, surge.order, surge.from)) return;
        all.add(surge);
    }

    private boolean isOn(String function, String order, long minute) {
        return all.stream()
                .anyMatch(s -> s.function.equals(function) && s.order.equals(order) && minute < s.to + CALM + 2);
    }

    /** Whether there is still something to report about the surge. */
    boolean isActive(long minute) {
        return all.stream().anyMatch(s -> minute < s.to + CALM + 3);
    }

    /** Whether the function surges in this minute. */
    boolean surges(String function, long minute) {
        return all.stream()
                .anyMatch(s -> s.order.isEmpty() && s.function.equals(function) && minute >= s.from && minute < s.to);
    }

    /** Whether the surge has evidence in each of the last and the next minutes. */
    boolean goesOn(String function, long minute) {
        for (long m = minute - 8; m <= minute + 8; m++) if (!surges(function, m)) return false;
        return true;
    }

    /** From this minute, everything is calm. */
    void end(long minute) {
        for (Surge s : all) s.to = Math.max(s.from, Math.min(s.to, minute));
        silent.replaceAll(s -> new Stretch(s.from, Math.min(s.to, minute)));
    }

    void goOn(String function, long minute) {
        all.add(new Surge(function, minute, 1L << 40, 40, 200, ""));
    }

    void silent(long from, long to) {
        silent.add(new Stretch(from, to));
    }

    void late(long from, long to) {
        late.add(new Stretch(from, to));
    }

    void catchUp(long minute) {
        late.replaceAll(s -> new Stretch(s.from, Math.min(s.to, minute)));
    }

    /** When a minute arrives, in epoch milliseconds. A silent source never sends the minute. */
    long arrivesAt(long minute) {
        long natural = (minute + 1) * WorldClock.MINUTE + delay;
        for (Stretch s : late) if (s.has(minute)) return Math.max(natural, s.to * WorldClock.MINUTE);
        return natural;
    }

    boolean isSilent(long minute) {
        return silent.stream().anyMatch(s -> s.has(minute));
    }

    List<Assessment> of(long minute) {
        if (isSilent(minute)) return List.of();
        List<Assessment> told = new ArrayList<>();
        for (Surge s : all) {
            long after = minute - s.to;
            boolean on = minute >= s.from && after < 0;
            if (!s.order.isEmpty()) {
                if (on) told.add(assessment(s, minute, Level.NONE, false));
            } else if (on) {
                told.add(assessment(s, minute, Level.PAGE, false));
            } else if (after >= 0 && s.to > s.from && after < TOLD_CLOSED && !isOn(s, minute)) {
                boolean closed = after >= CALM;
                if (!closed || after < CALM + 3 || after % 10 == 0) told.add(assessment(s, minute, Level.NONE, closed));
            }
        }
        told.sort(ORDER);
        return told;
    }

    /** Whether the same function has another surge in this minute. */
    private boolean isOn(Surge of, long minute) {
        return all.stream()
                .anyMatch(s -> s != of
                        && s.order.isEmpty()
                        && s.function.equals(of.function)
                        && minute >= s.from
                        && s.from >= of.to);
    }

    /**
     * Whether a surge of at least half the cost came at the same time in a whole number of earlier weeks. Returns this
     * number, or 0 if there was none.
     */
    int earlierWeeks(Surge s) {
        return (int) all.stream()
                .filter(o -> o.function.equals(s.function)
                        && o.from < s.from
                        && (s.from - o.from) % WEEK == 0
                        && s.usd <= 2 * o.usd)
                .count();
    }

    /** The usual peak of the function. */
    static int peak(String function) {
        return 2 + 4 * Math.floorMod(function.hashCode(), 6);
    }

    /**
     * The good calls a minute. A third of the functions are so busy that a throttle costs their users more than a
     * surge.
     */
    static long good(String function) {
        return Math.floorMod(function.hashCode(), 3) == 0 ? 20_000 : 10;
    }

    private static Assessment assessment(Surge s, long minute, Level level, boolean closed) {
        Scope scope = Scope.function(ModelAws.ACCOUNT, ModelAws.REGION, s.function);
        long hour = level == Level.PAGE ? (long) (s.usd(minute) * USD) : 0;
        long sofar = s.sofar(minute);
        // normal is 1 USD an hour. Every second minute shows that the throttle works
        long cost = (hour + USD) / 60 / (minute % 2 == 0 ? 1 : 4);
        long good = good(s.function);
        long calls = good + (minute % 2 == 0 ? 5000 : 1000);
        double concurrency = level == Level.PAGE || !s.order.isEmpty() ? s.concurrency : 1;
        var episode = new Assessment.Episode(
                level,
                IncidentKind.FLOOD,
                closed ? Reason.CALM : Reason.SURGE,
                new Evidence(Evidence.Test.BURST, 20, 2),
                2,
                s.from,
                Math.min(minute, s.to - 1),
                closed);
        var readings = new Assessment.Readings(
                new Reading(calls, concurrency, cost * 60 / 1e9),
                new Reading(good, 1, 1),
                peak(s.function),
                true,
                PlannedSurge.NONE,
                true,
                60_000_000,
                1.1,
                // a limit averts a quarter of the cost, so the throttle is seen to work
                level == Level.PAGE && !s.incurable ? calls / 4 : 0);
        var amounts = new Assessment.Amounts(cost, hour, sofar, hour, hour, sofar, hour);
        return new Assessment(scope, minute, episode, readings, amounts, s.order);
    }
}
