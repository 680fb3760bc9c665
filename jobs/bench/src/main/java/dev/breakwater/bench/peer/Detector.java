package dev.breakwater.bench.peer;

import dev.breakwater.bench.set.BenchSet;

/** Something that turns a set's stream into alarms. Used once. */
public interface Detector {

    Alarms run(BenchSet set);
}
