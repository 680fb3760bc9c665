package dev.breakwater.cli.report;

import dev.breakwater.exposure.Exposure;
import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.FunctionExposure.Flag;
import dev.breakwater.exposure.model.Fact;
import dev.breakwater.exposure.model.FunctionReading;
import dev.breakwater.exposure.model.Gap;
import java.util.List;

/**
 * The worst case as it is shown, in whatever form.
 *
 * @param gaps    what could not be read
 * @param notes   what was assumed, one line each
 * @param history whether it is known how the functions were used
 */
public record ExposureReport(Exposure exposure, List<Gap> gaps, List<String> notes, boolean history) {

    public List<FunctionExposure> functions() {
        return exposure.functions();
    }

    /** The functions that bear the flag, by risk. */
    public List<FunctionExposure> flagged(Flag flag) {
        return exposure.functions().stream()
                .filter(f -> f.flags().contains(flag))
                .toList();
    }

    /** Whether the list of the flag can be made at all. */
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

    /** How many functions the fact could not be read of. */
    public long without(Fact fact) {
        return exposure.functions().stream()
                .filter(f -> f.reading().unread().contains(fact))
                .count();
    }
}
