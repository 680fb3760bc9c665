package dev.breakwater.config.read;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the problems found so far. Each problem is kept once. */
final class Problems {
    private final Set<Problem> found = new LinkedHashSet<>();
    private final Set<String> wrong = new HashSet<>();

    void add(Problem problem) {
        found.add(problem);
        String path = problem.path();
        for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) wrong.add(path.substring(0, end));
    }

    /** Returns whether there is a problem at the path or below it. */
    boolean areAt(String path) {
        return wrong.contains(path);
    }

    List<Problem> all() {
        return List.copyOf(found);
    }
}
