/**
 * The Flink job: {@code SurgeGuardJob} wires sources, stages and sinks, {@code Stage} names them for savepoints, {@code
 * Ports} are the parts that a run supplies.
 */
package dev.breakwater.guard;
