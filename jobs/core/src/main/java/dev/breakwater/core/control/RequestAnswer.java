package dev.breakwater.core.control;

/**
 * What became of a person's request, for the ledger.
 *
 * @param at   epoch milliseconds of the safety clock
 * @param over why there was nothing to do; empty: it is done
 */
public record RequestAnswer(Request request, long at, String over) {

    /** For example {@code approve, by alice, from console: over: the surge has ended}. */
    public String words() {
        return request.words() + (over.isEmpty() ? ": taken" : ": over: " + over);
    }
}
