package dev.breakwater.engine.control;

import static dev.breakwater.model.Assessment.Reading.NOTHING;

import dev.breakwater.engine.policy.Lines;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.PlannedSurge;
import dev.breakwater.model.Projection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The reason why an incident was opened or paged, with everything that a person needs to judge it. Flink stores this
 * record, so its constructor has no checks.
 *
 * @param minute         data minute of the finding, or -1
 * @param kind           the shape of the surge until that minute
 * @param onset          first data minute of the surge
 * @param evidence       the test with the strongest evidence
 * @param observed       observed values of the minute
 * @param expected       expected values of the minute
 * @param excessNano     billed above the expectation since onset, nano-USD
 * @param projection     the projected cost at the rate and growth of the last minutes
 * @param planned        the planned window that raised the expected values
 * @param line           the automatic threshold; null if the policy sets the threshold itself
 */
public record Finding(
        long minute,
        IncidentKind kind,
        long onset,
        Evidence evidence,
        Reading observed,
        Reading expected,
        long excessNano,
        Projection projection,
        PlannedSurge planned,
        @Nullable AutoLine line) {

    /** The absent finding. */
    public static final Finding NONE = new Finding(
            -1, IncidentKind.FLOOD, -1, Evidence.NONE, NOTHING, NOTHING, 0, Projection.NONE, PlannedSurge.NONE, null);

    /**
     * A page threshold that follows the usual spend of the account and region.
     *
     * @param nano          the threshold for cost above the expectation in the trailing 60 minutes, nano-USD
     * @param usualHourNano the usual hourly spend in nano-USD, or -1 while it is unknown
     */
    public record AutoLine(long nano, long usualHourNano) {

        /** The threshold in words. */
        public String text() {
            String above = String.format(Locale.ROOT, "pages above %.2f USD in an hour, ", NanoUsd.usd(nano));
            if (usualHourNano < 0) return above + "until the usual spend here is known";
            String share = String.format(
                    Locale.ROOT,
                    "%d %% of the %.2f USD usually spent here in an hour",
                    Math.round(Lines.SHARE * 100),
                    NanoUsd.usd(usualHourNano));
            return above
                    + (nano > Lines.LEAST_PAGE_NANO ? share : "the lowest threshold, because " + share + " is less");
        }
    }

    /** Whether this finding is not {@link #NONE}. */
    public boolean present() {
        return minute >= 0;
    }
}
