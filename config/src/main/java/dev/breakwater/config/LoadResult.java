package dev.breakwater.config;

import java.util.List;

/** What loading gave: settings, or everything that is wrong. */
public final class LoadResult {
    private final List<Problem> problems;
    private final Settings settings;

    private LoadResult(List<Problem> problems, Settings settings) {
        this.problems = List.copyOf(problems);
        this.settings = settings;
    }

    static LoadResult of(Settings settings) {
        return new LoadResult(List.of(), settings);
    }

    static LoadResult refused(List<Problem> problems) {
        return new LoadResult(problems, null);
    }

    /** All problems, section by section; empty when the file is valid. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * The settings.
     *
     * @throws IllegalStateException if there are problems
     */
    public Settings settings() {
        if (settings == null) {
            throw new IllegalStateException("the configuration has " + problems.size() + " problem(s)");
        }
        return settings;
    }
}
