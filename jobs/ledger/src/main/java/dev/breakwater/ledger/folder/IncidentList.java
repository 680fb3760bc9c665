package dev.breakwater.ledger.folder;

import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerFile;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The ended incidents of a run, and the present state of open incidents. */
public final class IncidentList {

    private final Map<String, Incident> over = new LinkedHashMap<>();
    private final Map<String, Incident> open = new LinkedHashMap<>();

    /** Reads all incidents of a run, sorted by onset. */
    public static List<Incident> of(RunFolder run) throws IOException {
        IncidentList list = new IncidentList();
        // read open incidents first, so that an incident that ends in the meantime is not missed
        list.readOpen(run);
        run.each(LedgerFile.INCIDENTS, list::take);
        return list.all();
    }

    /** Adds an incident that has ended. */
    public void take(Incident i) {
        if (i.times().onset() != null) over.putIfAbsent(i.id(), i);
    }

    /**
     * Reads the open incidents again.
     *
     * @return the number of lines that could not be read
     */
    public long readOpen(RunFolder run) throws IOException {
        open.clear();
        return run.each(LedgerFile.OPEN, i -> {
            if (i.times().onset() != null) open.put(i.id(), i);
        });
    }

    /** The incidents that were read so far, sorted by onset. */
    public List<Incident> all() {
        return Stream.concat(over.values().stream(), open.values().stream().filter(i -> !over.containsKey(i.id())))
                .sorted(Comparator.comparing(i -> i.times().onset()))
                .toList();
    }
}
