package dev.breakwater.connectors.testkit.fault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which fault the next call of an operation meets. Not thread safe. */
final class FaultScript {

    private final Map<String, Deque<Fault>> rows = new HashMap<>();
    private final Map<String, Fault> always = new HashMap<>();

    void add(String operation, Fault... faults) {
        rows.computeIfAbsent(operation, name -> new ArrayDeque<>()).addAll(List.of(faults));
    }

    void always(String operation, Fault fault) {
        always.put(operation, fault);
    }

    void clear() {
        rows.clear();
        always.clear();
    }

    /** The row of the operation first, then that of any, then what is always so. */
    Fault next(String operation) {
        for (String name : List.of(operation, FaultProxy.ANY)) {
            Deque<Fault> row = rows.get(name);
            if (row != null && !row.isEmpty()) {
                return row.removeFirst();
            }
        }
        return always.getOrDefault(operation, always.getOrDefault(FaultProxy.ANY, Fault.pass()));
    }
}
