package dev.breakwater.bench.worth;

import dev.breakwater.bench.peer.BandAssessor;
import dev.breakwater.bench.peer.BreakwaterPeer;
import dev.breakwater.bench.peer.Peer.RaisedAlarms;
import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.bench.set.BenchSet.Feed;
import dev.breakwater.engine.control.ControlOutput;
import dev.breakwater.engine.control.ControlSettings;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.FleetView;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.decide.Control;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.detect.Tiers;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs an account's control, as a replay in mode enforce does, and records the pages, the throttles and their effect.
 */
final class Guarded {

    private static final int CONCURRENCY = 3_000;
    private static final int TIMEOUT = 900;
    private static final long START = BreakwaterPeer.START;
    private static final Scope ACCOUNT = BreakwaterPeer.ACCOUNT;

    private final Control control;
    private final ControlState state = new ControlState();
    private final Map<String, Integer> functions = new HashMap<>();
    private final RaisedAlarms paged;
    /** The incidents that began in the judged week or continued into that week. */
    final List<Told> told = new ArrayList<>();

    private long wakeAt = Long.MAX_VALUE;

    int throttles;
    int proposed;
    double avertedNano;
    double refused;
    /**
     * The effect of throttles that were only proposed: the cost that they would have averted, and the good calls that
     * they would have refused.
     */
    double wouldAvertNano;

    double wouldRefuse;

    Guarded(BenchSet set, Policy policy) {
        int n = set.functions().size();
        paged = new RaisedAlarms(n);
        List<FunctionFacts> facts = new ArrayList<>();
        for (int f = 0; f < n; f++) {
            String name = set.functions().get(f).name();
            functions.put(name, f);
            facts.add(new FunctionFacts(
                    ACCOUNT.account(),
                    ACCOUNT.region(),
                    name,
                    1024,
                    "x86_64",
                    TIMEOUT,
                    new ReservationFacts(-1, false, 0),
                    -1,
                    Map.of(),
                    TriggerFacts.UNKNOWN,
                    Capacity.NONE));
        }
        PolicyBook book =
                new PolicyBook(Mode.ENFORCE, List.of(policy), List.of(), new BlastRadius(5, .1, 10, 100), List.of());
        Duration none = Duration.ZERO;
        ControlSettings settings = new ControlSettings(
                "bench",
                List.of(),
                CONCURRENCY,
                false,
                Duration.ofMinutes(5),
                Duration.ofMinutes(3),
                none,
                none,
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                5);
        control = new Control(book, settings, FleetView.of(ACCOUNT.account(), ACCOUNT.region(), facts, Set.of()));
    }

    /**
     * The minutes of an incident, from its page to its end. If nobody was paged, the minutes start with the onset.
     *
     * @param function the function's index, or -1 for the account
     * @param lasts    whether the incident reports a lasting change
     */
    record Told(int function, boolean lasts, boolean page, int from, int to) {}

    /** Returns the number of minutes in which an incident with a page was open. */
    RaisedAlarms paged() {
        return paged;
    }

    /** The spend of a day that has ended, nano-USD. */
    void spent(long day, long nano) {
        state.spent(day, nano);
    }

    /** Processes the assessments of a minute, in order, when the minute ends. */
    void minute(int minute, List<Assessment> said) {
        long now = DataMinute.endMillis(START + minute);
        while (wakeAt <= now) take(control.onTick(state, wakeAt));
        if (!said.isEmpty()) take(control.onMinute(state, said, now));
    }

    void end(int minute) {
        take(control.onEndOfInput(state, DataMinute.endMillis(START + minute)));
    }

    private void take(ControlOutput out) {
        wakeAt = out.wakeAt;
        for (Decision d : out.decisions) {
            if (d.at() < DataMinute.endMillis(START + BenchSet.EVALUATED_FROM)) continue;
            if (d.type() == DecisionType.THROTTLE) throttles++;
            if (d.type() == DecisionType.PROPOSE) proposed++;
        }
        for (IncidentSnapshot i : out.incidents) over(i);
    }

    private void over(IncidentSnapshot i) {
        boolean page = i.times().pagedAt() >= 0;
        int from = (int) (DataMinute.of(page ? i.times().pagedAt() : i.times().detectedAt()) - 1 - START);
        int to = (int) (i.times().minute() - START);
        if (to < BenchSet.EVALUATED_FROM) return;
        Scope scope = i.identity().scope();
        int f = scope.kind() == ScopeKind.FUNCTION ? functions.get(scope.key()) : -1;
        boolean lasts = i.identity().kind() == IncidentKind.LASTING_CHANGE;
        told.add(new Told(f, lasts, page, from, to));
        if (lasts) return;
        for (int m = Math.max(0, from); page && m <= Math.min(to, BenchSet.MINUTES - 1); m++) {
            if (f < 0) paged.account(m);
            else paged.function(f, m);
        }
        if (from < BenchSet.EVALUATED_FROM) return;
        avertedNano += i.money().averted();
        refused += i.money().refusedGood();
        wouldAvertNano += i.limits().would().avert();
        wouldRefuse += i.limits().would().refuse();
    }

    /** Runs detection for an account minute by minute. Several policies with the same cost thresholds share one run. */
    static final class Detection implements Feed {
        private static final Comparator<Assessment> ORDER = Comparator.comparingLong(Assessment::minute)
                .thenComparing(Assessment::scope)
                .thenComparing(Assessment::order);

        private final Feed detector;
        private final List<Guarded> controls;
        private final List<Assessment> said = new ArrayList<>();
        /** The spend of each day, kept until the day's late minutes have arrived. */
        private final Map<Long, Long> spent = new HashMap<>();

        Detection(Function<Consumer<Assessment>, Feed> detector, List<Guarded> controls) {
            this.detector = detector.apply(said::add);
            this.controls = controls;
        }

        @Override
        public void line(Line l) {
            detector.line(l);
            spent.merge(DataMinute.dayOf(BreakwaterPeer.START + l.minute()), Math.round(l.costNano()), Long::sum);
        }

        @Override
        public void minuteEnds(int minute) {
            detector.minuteEnds(minute);
            long m = BreakwaterPeer.START + minute;
            if (Math.floorMod(m, DataMinute.DAY) == DataMinute.HOUR) {
                for (long day : List.copyOf(spent.keySet())) {
                    if (day >= DataMinute.dayOf(m)) continue;
                    long nano = spent.remove(day);
                    controls.forEach(c -> c.spent(day, nano));
                }
            }
            said.sort(ORDER);
            controls.forEach(c -> c.minute(minute, said));
            said.clear();
        }

        /** Creates the detector of a set. */
        interface Source {
            Source OURS = (set, gates, said) -> new BreakwaterPeer(set, Tiers.STANDARD, gates, said);

            static Source band(double k) {
                return (set, gates, said) -> new BandAssessor(set, k, gates, said);
            }

            Feed of(BenchSet set, Gates gates, Consumer<Assessment> said);
        }
    }
}
