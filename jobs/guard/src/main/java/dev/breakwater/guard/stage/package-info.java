/**
 * The stages of the job: state, timers and side outputs around the core's decisions. The core judges; stages do not.
 * Time comes from elements and timers, never from the machine's clock.
 */
package dev.breakwater.guard.stage;
