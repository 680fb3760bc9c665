package dev.breakwater.config;

import java.util.ArrayList;
import java.util.List;

/** The problems found so far, and the keys that older versions had. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();
    private final RemovedKeys removed;

    Problems(RemovedKeys removed) {
        this.removed = removed;
    }

    void add(Problem problem) {
        found.add(problem);
    }

    int count() {
        return found.size();
    }

    List<Problem> found() {
        return List.copyOf(found);
    }

    RemovedKeys removed() {
        return removed;
    }
}
