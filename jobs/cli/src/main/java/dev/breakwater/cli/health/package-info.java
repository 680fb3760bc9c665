/** What {@code run} tells of itself to whoever asks: {@code /health} and {@code /metrics}, read from Flink's metrics. */
package dev.breakwater.cli.health;
