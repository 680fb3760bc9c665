package dev.breakwater.cli.replay;

import dev.breakwater.ledger.DecisionRow;

/** A listener for the events of a replay. */
public interface Watcher {

    /** Nobody watches. */
    Watcher NOBODY = new Watcher() {};

    /** Called with the number of samples read. */
    default void progress(long samples) {}

    /** A decision was made. */
    default void decision(DecisionRow decision) {}
}
