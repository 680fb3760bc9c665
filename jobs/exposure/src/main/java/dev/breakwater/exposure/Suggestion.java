package dev.breakwater.exposure;

import dev.breakwater.exposure.Cost.Rates;
import dev.breakwater.exposure.model.FunctionReading;
import dev.breakwater.exposure.model.Peaks;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A reservation from a function's own history.
 *
 * @param reservation the highest peak with head-room, at least 2
 * @param minutes     minutes of history in which the function ran
 * @param choices     this and others, smallest first, with the cost and the cut minutes of each
 */
public record Suggestion(int reservation, int minutes, List<Choice> choices) {

    private static final int FLOOR = 2;

    /**
     * @param minutesAbove minutes of the history that it would have cut
     */
    public record Choice(int reservation, int minutesAbove, Cost cost) {}

    /**
     * @param headroom how far above the highest peak, 1 and above
     */
    static Suggestion of(Peaks peaks, FunctionReading f, double headroom, Rates rates) {
        int suggested = atLeastFloor(headroom * peaks.highest());
        TreeSet<Integer> limits = new TreeSet<>();
        limits.add(atLeastFloor(peaks.quantile(0.99)));
        limits.add(atLeastFloor(peaks.quantile(0.999)));
        limits.add(atLeastFloor(peaks.highest()));
        limits.add(suggested);
        List<Choice> choices = new ArrayList<>();
        for (int limit : limits) {
            Cost cost = Cost.at(limit, f, rates);
            choices.add(new Choice(limit, peaks.minutesAbove(limit), cost));
        }
        return new Suggestion(suggested, peaks.minutes(), choices);
    }

    private static int atLeastFloor(double limit) {
        return Math.max(FLOOR, (int) Math.ceil(limit - 1e-9));
    }
}
