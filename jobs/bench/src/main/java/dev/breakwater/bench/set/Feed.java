package dev.breakwater.bench.set;

/** A reader that receives the set as a stream. */
public interface Feed {

    /** Called when a minute of a function arrives, possibly late. */
    void line(Line line);

    /** Called when the feed has moved past a minute: once for each minute, in order, including silent minutes. */
    void minuteEnds(int minute);

    /**
     * One minute of one function, at the time of its arrival.
     *
     * @param function the function's index in the set
     * @param minute     data minute; 0 is the set's first minute
     * @param arrival the newest data minute in the feed so far, including this minute
     * @param silentFrom the first minute of the feed's newest gap, or -1 if there was no gap
     * @param silentTo the last minute of the feed's newest gap
     * @param calls the calls that ran
     * @param throttles the refused calls
     * @param durationMs the sum of the durations
     * @param costNano the billed cost, nano-USD
     */
    public record Line(
            int function,
            int minute,
            int arrival,
            int silentFrom,
            int silentTo,
            int calls,
            int throttles,
            double durationMs,
            double costNano,
            int concurrency) {}
}
