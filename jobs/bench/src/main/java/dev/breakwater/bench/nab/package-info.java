/** The Numenta Anomaly Benchmark: its files, its scorer, and our tests on series that are no traffic. */
package dev.breakwater.bench.nab;
