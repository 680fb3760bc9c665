package dev.breakwater.cli.replay;

import dev.breakwater.ledger.DecisionRow;

/** Is told what happens while a recording is replayed. */
public interface Watcher {

    /** Nobody watches. */
    Watcher NOBODY = new Watcher() {};

    /** So many samples were read. */
    default void progress(long samples) {}

    /** A decision was made. */
    default void decision(DecisionRow decision) {}
}
