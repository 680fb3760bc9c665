package dev.breakwater.engine.control.decide;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.detect.ScopeAssessor;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.engine.policy.Lines.Auto;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.engine.policy.Windows;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/**
 * Plays a made-up function through detection and control with the shipped thresholds, minute by minute, as in a
 * recording. Its calls are seeded Poisson draws around a rate. The account has no other spend than the function's.
 */
final class Played {
    /** Midnight UTC on a Monday. Minutes are counted from here. */
    static final long START = 29_540_160 + 14L * DataMinute.DAY;

    final Rig rig = new Rig().knows("f", -1);
    private final Scope scope = Scope.function(Minute.ACCOUNT, Minute.REGION, "f");
    private final ScopeState state = new ScopeState();
    private final ScopeAssessor assessor = new ScopeAssessor();
    private final Random random = new Random(1);
    Gates gates = new Gates(NanoUsd.of(.1), NanoUsd.of(1), NanoUsd.of(1), true);
    Windows windows = Windows.NONE;
    private double nanoACall;
    private double seconds;

    /** @param usualCalls calls a day in the whole account */
    Played(double nanoACall, double seconds, double usualCalls) {
        this.nanoACall = nanoACall;
        this.seconds = seconds;
        rig.auto = new Auto(true, true, true);
        rig.warnNano = NanoUsd.of(.5);
        rig.pageNano = NanoUsd.of(5);
        rig.accountConcurrency = 3_000;
        rig.rule = new ThrottleRule(
                        NanoUsd.of(10),
                        2,
                        1.5,
                        Duration.ofMinutes(15),
                        Duration.ofHours(4),
                        Duration.ofMinutes(30),
                        LeverRule.AUTO,
                        false,
                        Worth.ANY)
                .worth(new Worth(1, NanoUsd.of(100)));
        long day = DataMinute.dayOf(START);
        for (long d = day - 8; d < day; d++) rig.state.spent(d, Math.round(usualCalls * nanoACall));
    }

    /** From now, a call takes and costs this many times as much. */
    Played times(double factor) {
        nanoACall *= factor;
        seconds *= factor;
        return this;
    }

    /** Plays the minutes from {@code from} until before {@code to}, at a rate of calls a minute. */
    Played run(int from, int to, IntToDoubleFunction calls) {
        for (int m = from; m < to; m++) minute(m, draw(calls.applyAsDouble(m)));
        return this;
    }

    Played end() {
        rig.took(rig.control().onEndOfInput(rig.state, rig.now));
        return this;
    }

    private double draw(double rate) {
        if (rate > 100) return Math.round(rate + Math.sqrt(rate) * random.nextGaussian());
        double limit = Math.exp(-rate);
        int n = -1;
        for (double p = 1; p > limit; n++) p *= random.nextDouble();
        return Math.max(0, n);
    }

    private void minute(int m, double calls) {
        long minute = START + m;
        double cost = calls * nanoACall;
        double busy = calls * seconds / 60;
        double most = calls > 0 ? Math.ceil(busy * 1.2) : 0;
        MinuteSums sums = new MinuteSums(minute, calls, cost, cost, Math.round(busy * 60e6), most, 0, 0);
        List<Assessment> said = assessor.observe(
                        new ScopeView(state, windows, ScopeView.NOT_HELD), scope, sums, minute, gates)
                .assessments();
        long now = DataMinute.endMillis(minute);
        while (rig.last.wakeAt > rig.now && rig.last.wakeAt <= now) {
            rig.now = rig.last.wakeAt;
            rig.took(rig.control().onTick(rig.state, rig.now));
        }
        rig.now = now;
        if (!said.isEmpty()) rig.took(rig.control().onMinute(rig.state, said, now));
    }

    /**
     * The minutes from the start to the end of the data minute of the first decision of this type. -1 if there is none.
     */
    long after(DecisionType type) {
        return when(type).stream().findFirst().orElse(-1L);
    }

    List<Long> when(DecisionType type) {
        return rig.all.decisions.stream()
                .filter(d -> d.type() == type && d.minute() >= START)
                .map(Decision::minute)
                .map(minute -> minute - START + 1)
                .toList();
    }

    /** The decisions since an hour before the start. */
    List<IncidentSnapshot> incidents() {
        return rig.all.incidents.stream()
                .filter(i -> i.times().onset() >= START - 60)
                .toList();
    }
}
