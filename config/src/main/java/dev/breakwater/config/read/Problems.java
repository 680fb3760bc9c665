package dev.breakwater.config.read;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The problems found so far, each once. */
final class Problems {
    private final Set<Problem> found = new LinkedHashSet<>();
    private final Set<String> wrong = new HashSet<>();

    void add(Problem problem) {
        found.add(problem);
        String path = problem.path();
        for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) wrong.add(path.substring(0, end));
    }

    /** Whether there is a problem at the path or below it. */
    boolean areAt(String path) {
        return wrong.contains(path);
    }

    List<Problem> all() {
        return List.copyOf(found);
    }
}
