package dev.breakwater.config;

import java.util.List;

/** What loading a price table gave: the prices, or everything that is wrong. */
public final class PriceResult {
    private final List<Problem> problems;
    private final PriceSheet sheet;

    PriceResult(List<Problem> problems, PriceSheet sheet) {
        this.problems = List.copyOf(problems);
        this.sheet = sheet;
    }

    /** All problems; empty when the table is valid. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * The prices.
     *
     * @throws IllegalStateException if there are problems
     */
    public PriceSheet sheet() {
        if (!problems.isEmpty()) {
            throw new IllegalStateException("the price table has " + problems.size() + " problem(s)");
        }
        return sheet;
    }
}
