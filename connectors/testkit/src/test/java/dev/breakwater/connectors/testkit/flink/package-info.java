/** A real Flink cluster of child processes on this machine, for tests that kill. */
package dev.breakwater.connectors.testkit.flink;
