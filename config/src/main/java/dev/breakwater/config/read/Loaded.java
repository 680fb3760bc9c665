package dev.breakwater.config.read;

import java.util.List;

/**
 * The result of loading a file: its values, or all its errors.
 *
 * @param what the kind of file, like {@code the configuration}
 * @param problems all problems, section by section; empty when the file is valid
 * @param found the values, which may be used only if the file is valid
 */
public record Loaded<T>(String what, List<Problem> problems, T found) {

    /**
     * Returns the values.
     *
     * @throws IllegalStateException if there are problems
     */
    public T value() {
        if (problems.isEmpty()) return found;
        throw new IllegalStateException(what + " has " + problems.size() + " problem(s)");
    }
}
