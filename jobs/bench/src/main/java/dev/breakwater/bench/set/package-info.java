/**
 * Draws labelled sets from recordings: two weeks of a fleet's traffic with attacks and hard benign cases. The same seed
 * gives the same set.
 */
package dev.breakwater.bench.set;
