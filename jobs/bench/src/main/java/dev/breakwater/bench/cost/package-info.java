/** Measures the time of an observation and the size of a function's state, compared with a random cut forest. */
package dev.breakwater.bench.cost;
