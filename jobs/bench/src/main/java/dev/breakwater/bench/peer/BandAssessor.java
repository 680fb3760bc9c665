package dev.breakwater.bench.peer;

import dev.breakwater.bench.peer.Peer.History;
import dev.breakwater.bench.peer.SeasonalBand.BandSettings;
import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.bench.set.BenchSet.Feed;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.policy.Lines;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.PlannedSurge;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import java.util.function.Consumer;

/**
 * Lets the hardened band take the place of Breakwater's detector in front of control. The band decides whether a minute
 * is above normal, and what is normal. The cost thresholds, and everything after them, are Breakwater's. The band has
 * no account to judge, and no rules for a function's first day.
 */
public final class BandAssessor implements Feed {

    /** The earlier weeks of a set have negative minutes, but the band's history begins at 0. */
    static final int BEFORE = BenchSet.EVALUATED_FROM;

    /** A concurrency is learned as usual if none of this many later minutes was outside the band. */
    private static final int LEARNS_AFTER = 15;

    private static final int LAST = 3;
    /** A surge began with the first minute above this multiple of the middle. */
    private static final double RAISED = 1.25;

    private final Gates gates;
    private final Consumer<Assessment> said;
    private final SeasonalBand band;
    private final Watched[] functions;

    /** @param said receives each assessment */
    public BandAssessor(BenchSet set, double k, Gates gates, Consumer<Assessment> said) {
        this.gates = gates;
        this.said = said;
        functions = set.functions().stream().map(f -> new Watched(f.name())).toArray(Watched[]::new);
        band = new SeasonalBand(functions.length, BandSettings.hardened(k)) {
            @Override
            boolean alarming(int f, History h, int minute) {
                boolean outside = super.alarming(f, h, minute);
                if (!silent.get(minute)) functions[f].minute(h, minute, outside, middle(f));
                return outside;
            }
        };
    }

    @Override
    public void line(Line l) {
        if (l.minute() == l.arrival()) functions[l.function()].newest = l;
        band.line(new Line(
                l.function(),
                l.minute() + BEFORE,
                l.arrival() + BEFORE,
                l.silentFrom(),
                l.silentTo(),
                l.calls(),
                l.throttles(),
                l.durationMs(),
                l.costNano(),
                l.concurrency()));
    }

    @Override
    public void minuteEnds(int minute) {
        band.minuteEnds(minute + BEFORE);
    }

    /** A function and its episode. */
    private final class Watched {

        private final Scope scope;
        private final int[] concurrency = new int[LEARNS_AFTER];
        private Line newest = new Line(0, Integer.MIN_VALUE, 0, -1, -1, 0, 0, 0, 0, 0);
        private double peak;
        private int outsideAt = -LEARNS_AFTER;
        private boolean open;
        private int onset;
        private int evidenceAt;
        private double excessUsd;

        Watched(String name) {
            scope = Scope.function(BreakwaterPeer.ACCOUNT.account(), BreakwaterPeer.ACCOUNT.region(), name);
        }

        void minute(History h, int minute, boolean outside, double usual) {
            Line now = newest.minute() + BEFORE == minute ? newest : null;
            learn(minute, outside, now == null ? 0 : now.concurrency());
            long hour = excess(h, minute, DataMinute.HOUR, usual);
            long recent = excess(h, minute, LAST, usual);
            double times = usual > 0 ? History.mean(h.cost, minute, LAST) / usual : 0;
            Evidence evidence = new Evidence(Evidence.Test.BURST, times, 1);
            Level level = outside ? level(hour, recent, evidence) : Level.NONE;
            if (!open && level == Level.NONE) return;
            if (!open) open(h, minute, usual);
            if (level != Level.NONE) evidenceAt = minute;
            excessUsd += h.cost[minute] - usual;
            boolean over = minute - evidenceAt >= gates.quiet();
            open = !over;
            long at = BreakwaterPeer.START - BEFORE;
            said.accept(new Assessment(
                    scope,
                    at + minute,
                    new Assessment.Episode(
                            level,
                            IncidentKind.FLOOD,
                            over ? Reason.CALM : Reason.SURGE,
                            level == Level.NONE ? Evidence.NONE : evidence,
                            1,
                            at + onset,
                            at + evidenceAt,
                            over),
                    readings(h, minute, now, usual),
                    amounts(NanoUsd.of(h.cost[minute]), hour, recent),
                    ""));
        }

        private void learn(int minute, boolean outside, int now) {
            if (outside) outsideAt = minute;
            int slot = minute % LEARNS_AFTER;
            if (minute - outsideAt > LEARNS_AFTER) peak = Math.max(peak, concurrency[slot]);
            concurrency[slot] = now;
        }

        private Level level(long hour, long recent, Evidence evidence) {
            boolean leaps = evidence.leaps() && Lines.exceededByLeap(recent, hour, gates.pageNano());
            return leaps ? Level.PAGE : new Lines(gates.warnNano(), gates.pageNano(), 0).level(hour);
        }

        private void open(History h, int minute, double usual) {
            open = true;
            onset = minute;
            excessUsd = 0;
            while (onset > h.first && minute - onset < DataMinute.HOUR && h.cost[onset - 1] > RAISED * usual) onset--;
            for (int m = onset; m < minute; m++) excessUsd += h.cost[m] - usual;
        }

        private Assessment.Readings readings(History h, int minute, Line now, double usual) {
            double usdPerHour = h.cost[minute] * DataMinute.HOUR;
            return new Assessment.Readings(
                    now == null
                            ? new Reading(0, 0, usdPerHour)
                            : new Reading(now.calls() + now.throttles(), now.concurrency(), usdPerHour),
                    new Reading(usual / h.costOfCall(), peak, usual * DataMinute.HOUR),
                    peak,
                    minute - h.first >= 7 * History.DAY,
                    PlannedSurge.NONE,
                    true,
                    now == null ? 0 : Math.round(now.durationMs() * 1_000),
                    1,
                    now == null ? 0 : now.throttles());
        }

        private Assessment.Amounts amounts(long cost, long hour, long recent) {
            long excess = Math.max(0, NanoUsd.of(excessUsd));
            return new Assessment.Amounts(cost, hour, excess, recent, hour, excess, recent);
        }
    }

    /** Returns the cost above the middle of the band over the last minutes, as an hourly rate in nano-USD. */
    private static long excess(History h, int minute, int minutes, double usual) {
        return NanoUsd.of((History.mean(h.cost, minute, minutes) - usual) * DataMinute.HOUR);
    }
}
