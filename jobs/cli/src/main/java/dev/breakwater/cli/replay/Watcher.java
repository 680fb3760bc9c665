package dev.breakwater.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;

/** Is told what happens while a recording is replayed. */
public interface Watcher {

    /** Nobody watches. */
    Watcher NOBODY = new Watcher() {};

    /** So many samples were read. */
    default void progress(long samples) {}

    /** A decision was made; the line of {@code decisions.jsonl}. */
    default void decision(JsonNode decision) {}
}
