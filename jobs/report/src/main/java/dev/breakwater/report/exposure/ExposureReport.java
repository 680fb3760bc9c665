package dev.breakwater.report.exposure;

import dev.breakwater.exposure.Exposure;
import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.FunctionExposure.Flag;
import dev.breakwater.exposure.FunctionExposure.Risk;
import dev.breakwater.exposure.model.AccountReading.Gap;
import dev.breakwater.exposure.model.Fact;
import dev.breakwater.exposure.model.FunctionReading;
import dev.breakwater.report.Pages;
import java.util.Comparator;
import java.util.List;

/**
 * The worst-case cost, in the form that the page shows.
 *
 * @param gaps the unreadable parts
 * @param notes the assumptions, one line each
 * @param history whether the history of functions is known
 */
public record ExposureReport(Exposure exposure, List<Gap> gaps, List<String> notes, boolean history) {

    /**
     * The largest number of cards. No browser opens a page with thousands of cards, so only the table has all
     * functions.
     */
    public static final int CARDS_AT_MOST = 100;

    private static final int BARS_AT_MOST = 15;

    /** Returns the whole page. The page loads no other file, and the same report gives the same bytes. */
    public String html() {
        return Pages.render("exposure.jte", this);
    }

    public List<FunctionExposure> functions() {
        return exposure.functions();
    }

    /** Returns the functions with the highest cost in an hour. Functions without cost are left out. */
    public List<FunctionExposure> dearest() {
        return functions().stream()
                .filter(f -> f.cost().usdPerHour() > 0)
                .sorted(Comparator.comparingDouble(
                                (FunctionExposure f) -> f.cost().usdPerHour())
                        .reversed())
                .limit(BARS_AT_MOST)
                .toList();
    }

    /** Returns the functions that anyone can start, or that can start themselves. */
    public List<FunctionExposure> near() {
        return functions().stream()
                .filter(f -> f.risk() == Risk.PUBLIC || f.risk() == Risk.LOOP)
                .toList();
    }

    /** Returns the functions with the flag, by risk. */
    public List<FunctionExposure> flagged(Flag flag) {
        return exposure.functions().stream()
                .filter(f -> f.flags().contains(flag))
                .toList();
    }

    /** Returns whether the data suffices for the list of functions with the flag. */
    public boolean known(Flag flag) {
        return switch (flag) {
            case UNUSED -> history;
            case NEW -> anyRead(Fact.MODIFIED);
            case UNTAGGED -> anyRead(Fact.TAGS);
            case WIDE -> anyRead(Fact.ROLE);
        };
    }

    private boolean anyRead(Fact fact) {
        List<FunctionExposure> functions = exposure.functions();
        return functions.isEmpty()
                || functions.stream()
                        .map(FunctionExposure::reading)
                        .map(FunctionReading::unread)
                        .anyMatch(unread -> !unread.contains(fact));
    }

    /** Returns the number of functions for which the fact is unknown. */
    public long without(Fact fact) {
        return exposure.functions().stream()
                .filter(f -> f.reading().unread().contains(fact))
                .count();
    }
}
