package dev.breakwater.ledger;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The incidents of a run that are over, and the present state of those that are open. */
public final class IncidentList {

    private final Map<String, Incident> over = new LinkedHashMap<>();
    private final Map<String, Incident> open = new LinkedHashMap<>();

    /** All of them, by onset. */
    public static List<Incident> of(RunFolder run) throws IOException {
        IncidentList list = new IncidentList();
        // an incident that ends meanwhile is in both
        list.readOpen(run);
        run.each(LedgerFile.INCIDENTS, list::take);
        return list.all();
    }

    /** Takes one that is over. */
    public void take(Incident i) {
        if (i.times().onset() != null) over.putIfAbsent(i.id(), i);
    }

    /**
     * Reads the open incidents again.
     *
     * @return how many lines could not be read
     */
    public long readOpen(RunFolder run) throws IOException {
        open.clear();
        return run.each(LedgerFile.OPEN, i -> {
            if (i.times().onset() != null) open.put(i.id(), i);
        });
    }

    /** The incidents so far, by onset. */
    public List<Incident> all() {
        return Stream.concat(over.values().stream(), open.values().stream().filter(i -> !over.containsKey(i.id())))
                .sorted(Comparator.comparing(i -> i.times().onset()))
                .toList();
    }
}
