package dev.breakwater.config.read;

import com.fasterxml.jackson.core.JsonLocation;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the problems found so far. Each problem is kept once. */
public final class Problems {
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

    /**
     * One error in a file.
     *
     * @param line the line, from 1; 0 if the problem has no line in the file
     * @param column the column, from 1; 0 if the line is 0
     * @param path the key, like {@code policies[1].throttle.floor}; {@code file} if the YAML itself is broken
     * @param value the value found, never a secret
     * @param rule the rule that the value breaks
     * @param remedy the text to write instead
     */
    public record Problem(int line, int column, String path, String value, String rule, String remedy) {
        static final String FILE = "file";

        /** Creates a problem whose line and column are still unknown. */
        public Problem(String path, String value, String rule, String remedy) {
            this(0, 0, path, value, rule, remedy);
        }

        Problem at(JsonLocation place) {
            return new Problem(place.getLineNr(), place.getColumnNr(), path, value, rule, remedy);
        }

        /** Returns the line, column and key, as far as they are known. */
        public String where() {
            if (line == 0) return path;
            return "line " + line + ", column " + column + (path.equals(FILE) ? "" : ", " + path);
        }

        @Override
        public String toString() {
            return where() + ": " + rule + " (found " + value + "); write " + remedy;
        }
    }
}
