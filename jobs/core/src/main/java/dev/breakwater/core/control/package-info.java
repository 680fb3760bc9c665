/**
 * The state, inputs and outputs of control: incidents, leases, wanted and observed limits, and decisions. The {@code
 * State} classes, {@code AlarmRow}, {@code Finding} and {@code LeasePhase} are stored under their names. The decisions
 * are made in {@code decide}.
 */
package dev.breakwater.core.control;
