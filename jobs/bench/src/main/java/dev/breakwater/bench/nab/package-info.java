/** The Numenta Anomaly Benchmark: its files, its scorer, and our tests on other series than traffic. */
package dev.breakwater.bench.nab;
