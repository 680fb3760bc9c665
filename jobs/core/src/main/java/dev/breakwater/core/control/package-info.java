/**
 * The state, inputs and outputs of control: incidents, leases, wanted and observed limits, and decisions. The {@code
 * State} classes, {@code AlarmRow}, {@code Finding} and {@code LeasePhase} are stored in savepoints under these names.
 * Package {@code decide} makes the decisions.
 */
package dev.breakwater.core.control;
