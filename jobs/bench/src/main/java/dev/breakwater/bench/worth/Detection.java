package dev.breakwater.bench.worth;

import dev.breakwater.bench.peer.Breakwater;
import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.core.detect.Gates;
import dev.breakwater.core.detect.Tiers;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.DataMinute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Detection of an account, minute by minute, before the controls of several policies with the same gates. */
final class Detection extends Breakwater {
    private static final Comparator<Assessment> ORDER = Comparator.comparingLong(Assessment::minute)
            .thenComparing(Assessment::scope)
            .thenComparing(Assessment::order);

    private final List<Guarded> controls;
    private final List<Assessment> said = new ArrayList<>();
    /** By day, until its late minutes have come. */
    private final Map<Long, Long> spent = new HashMap<>();

    Detection(BenchSet set, Gates gates, List<Guarded> controls) {
        super(set, Tiers.STANDARD, gates);
        this.controls = controls;
    }

    @Override
    public void line(Line l) {
        super.line(l);
        spent.merge(DataMinute.dayOf(START + l.minute()), Math.round(l.costNano()), Long::sum);
    }

    @Override
    protected void said(Assessment a) {
        said.add(a);
    }

    @Override
    public void minuteEnds(int minute) {
        super.minuteEnds(minute);
        long m = START + minute;
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
}
