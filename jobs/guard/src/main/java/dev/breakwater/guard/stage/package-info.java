/**
 * The stages of the job. Stages have the state, timers and side outputs, and call the engine for all decisions. Time
 * comes from elements and timers, never from the machine's clock.
 */
package dev.breakwater.guard.stage;
