package dev.breakwater.bench.worth;

import dev.breakwater.bench.peer.BandAssessor;
import dev.breakwater.bench.peer.BreakwaterPeer;
import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.bench.set.BenchSet.Feed;
import dev.breakwater.engine.detect.Tiers;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs detection for an account minute by minute. Several policies with the same cost thresholds share one run. */
final class Detection implements Feed {
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
