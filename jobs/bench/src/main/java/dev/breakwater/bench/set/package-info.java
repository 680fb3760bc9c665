/** Draws labelled sets: a fleet's traffic of two weeks from recordings, attacks and hard benign cases in it. Same seed, same set. */
package dev.breakwater.bench.set;
