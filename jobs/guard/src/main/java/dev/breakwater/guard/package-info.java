/**
 * The Flink job. {@code SurgeGuardJob} connects sources, stages and sinks. {@code Stage} names them for savepoints.
 * {@code Ports} are the external parts that a run supplies.
 */
package dev.breakwater.guard;
