package dev.breakwater.bench.set;

/** A reader that gets the set as a stream. */
public interface Feed {

    /** Called when a minute of a function arrives, possibly late. */
    void line(Line line);

    /** Called when the feed has moved past a minute: once for each minute, in order, including silent ones. */
    void minuteEnds(int minute);

    /**
     * One minute of one function, as it arrives.
     *
     * @param function   index in the set
     * @param minute     data minute, 0 = the first of the set
     * @param arrival    newest data minute of the feed so far, this one included
     * @param silentFrom first minute of the feed's newest gap; -1 when there was none
     * @param silentTo   last minute of that gap
     * @param calls      calls that ran
     * @param throttles  calls refused
     * @param durationMs sum of their durations
     * @param costNano   billed, nano-USD
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
