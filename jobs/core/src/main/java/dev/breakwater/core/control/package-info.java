/**
 * The state, inputs and outputs of control: incidents, leases, wanted and observed limits, and decisions. The {@code
 * State} classes, {@code AlarmRow}, {@code Finding} and {@code LeasePhase} are stored under their names. It decides
 * nothing.
 */
package dev.breakwater.core.control;
