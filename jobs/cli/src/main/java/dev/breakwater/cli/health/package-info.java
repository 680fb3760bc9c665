/** What {@code run} reports itself to anyone who asks: {@code /health} and {@code /metrics}, read from Flink's metrics. */
package dev.breakwater.cli.health;
