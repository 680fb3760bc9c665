package dev.breakwater.bench.peer;

import dev.breakwater.bench.peer.Peer.RaisedAlarms;
import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.bench.set.BenchSet.Feed;
import dev.breakwater.bench.set.BenchSet.Feed.Line;
import dev.breakwater.engine.detect.Judge.Judged;
import dev.breakwater.engine.detect.ScopeAssessor;
import dev.breakwater.engine.detect.Tiers;
import dev.breakwater.engine.detect.account.AccountState;
import dev.breakwater.engine.detect.account.Contribution.Share;
import dev.breakwater.engine.detect.account.ContributionDelta;
import dev.breakwater.engine.detect.account.SpreadAssessor;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.engine.observe.MinuteJoin;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.Level;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Scope;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Breakwater's own detector, run as in the streaming job. The detector judges a minute when the minute arrives. Idle
 * minutes of an open episode, and the minutes of the account, are judged when the feed is two minutes past them. Late
 * lines cause revisions.
 */
public final class BreakwaterPeer implements Feed {

    /** Minute 0 of the set: midnight on a Monday. */
    public static final long START = 29_540_160;

    public static final Scope ACCOUNT = Scope.account("111122223333", "eu-west-1");

    private final Gates gates;
    private final Consumer<Assessment> said;
    private final Tiers tiers;
    private final ScopeAssessor assessor;
    private final Scope[] scopes;
    private final ScopeState[] states;
    private final Share[] shares;
    private final AccountState account = new AccountState();
    private final RaisedAlarms pages;
    private final RaisedAlarms warnings;

    /** @param gates the thresholds below which nothing is reported */
    public BreakwaterPeer(BenchSet set, Tiers tiers, Gates gates) {
        this(set, tiers, gates, a -> {});
    }

    /** @param said receives each assessment */
    public BreakwaterPeer(BenchSet set, Tiers tiers, Gates gates, Consumer<Assessment> said) {
        this.said = said;
        int n = set.functions().size();
        this.tiers = tiers;
        this.gates = gates;
        assessor = new ScopeAssessor(tiers);
        scopes = new Scope[n];
        states = new ScopeState[n];
        shares = new Share[n];
        for (int f = 0; f < n; f++) {
            scopes[f] = Scope.function(
                    ACCOUNT.account(), ACCOUNT.region(), set.functions().get(f).name());
            states[f] = new ScopeState();
            shares[f] = new Share();
        }
        pages = new RaisedAlarms(n);
        warnings = new RaisedAlarms(n);
    }

    /** Returns the minutes judged at page level. */
    public RaisedAlarms pages() {
        return pages;
    }

    /** Returns the minutes judged at warn level or above. */
    public RaisedAlarms warnings() {
        return warnings;
    }

    /**
     * Passes on the number of bytes that each function needs: for its state, and for its share of the account's sums.
     */
    public void remembered(BiConsumer<ScopeState, Share> function) {
        for (int f = 0; f < states.length; f++) function.accept(states[f], shares[f]);
    }

    @Override
    public void line(Line l) {
        ScopeState s = states[l.function()];
        Observation o = observation(l);
        s.silence.note(o.silentFrom(), o.silentTo());
        MinuteSums sums = MinuteSums.of(o);
        ScopeView view = new ScopeView(s);
        Judged judged = assessor.observe(view, o.scope(), sums, o.arrivalMinute(), gates);
        for (Assessment a : judged.assessments()) {
            note(l.function(), a, l.minute() < l.arrival() ? o.arrivalMinute() : a.minute());
        }
        ContributionDelta.of(shares[l.function()], view, o, judged)
                .ifPresent(t -> account.add(t.account(), o.arrivalMinute()));
    }

    private Observation observation(Line l) {
        double refused = l.calls() > 0 ? l.costNano() / l.calls() * l.throttles() : 0;
        return new Observation(
                new FunctionKey(scopes[l.function()]),
                START + l.minute(),
                START + l.arrival(),
                l.silentFrom() < 0 ? 0 : START + l.silentFrom(),
                l.silentFrom() < 0 ? 0 : START + l.silentTo(),
                l.calls(),
                l.throttles(),
                0,
                0,
                Math.round(l.durationMs() * 1000),
                l.concurrency(),
                Math.round(l.costNano()),
                Math.round(l.costNano() + refused),
                0);
    }

    @Override
    public void minuteEnds(int minute) {
        long arrival = START + minute;
        long due = arrival + 1 - MinuteJoin.PATIENCE;
        for (int f = 0; f < states.length; f++) {
            if (!ScopeAssessor.wantsEveryMinute(states[f]) || states[f].newest >= due) continue;
            ScopeView view = new ScopeView(states[f]);
            MinuteSums idle = MinuteSums.idle(due);
            for (Assessment a : assessor.observe(view, scopes[f], idle, due + MinuteJoin.PATIENCE, gates)
                    .assessments()) {
                note(f, a, a.minute());
            }
        }
        TreeSet<Long> minutes = new TreeSet<>(account.apply(arrival));
        minutes.add(due);
        for (long m : minutes.headSet(due, true)) {
            SpreadAssessor.observe(account, ACCOUNT, m, arrival + 1, gates, tiers)
                    .ifPresent(a -> note(-1, a, m < due ? due : m));
        }
    }

    /**
     * Marks the minute of the report. If a late line raises an alarm, the alarm counts from the time when the line
     * arrived.
     */
    private void note(int f, Assessment a, long said) {
        this.said.accept(a);
        int minute = (int) (said - START);
        // a lasting change is not an attack
        if (a.episode().level() == Level.NONE || a.lasts() || minute < 0) return;
        mark(warnings, f, minute);
        if (a.episode().level() == Level.PAGE) mark(pages, f, minute);
    }

    private static void mark(RaisedAlarms alarms, int f, int minute) {
        if (f < 0) alarms.account(minute);
        else alarms.function(f, minute);
    }
}
