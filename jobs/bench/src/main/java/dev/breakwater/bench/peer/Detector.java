package dev.breakwater.bench.peer;

import dev.breakwater.bench.set.BenchSet;

/** Turns the stream of a set into alarms. An instance is used for one set only. */
public interface Detector {

    RaisedAlarms run(BenchSet set);
}
