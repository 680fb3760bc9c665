/** Shows the health of {@code run} at {@code /health} and {@code /metrics}, from Flink's metrics. */
package dev.breakwater.cli.health;
