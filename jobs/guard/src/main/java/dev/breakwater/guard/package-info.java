/**
 * The Flink job: {@code SurgeGuardJob} wires sources, stages and sinks, {@code Stage} names them for savepoints,
 * {@code Ports} is what a run brings along.
 */
package dev.breakwater.guard;
