/**
 * Draws labelled sets from recordings: two weeks of a fleet's traffic with attacks and hard benign cases. Same seed,
 * same set.
 */
package dev.breakwater.bench.set;
