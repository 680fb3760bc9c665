/** The health of {@code run} for anyone who asks: {@code /health} and {@code /metrics}, from Flink's metrics. */
package dev.breakwater.cli.health;
