/**
 * The stages of the job: state, timers and side outputs around the core's decisions. Time comes from elements and
 * timers, never from the machine's clock. Nothing is judged here.
 */
package dev.breakwater.guard.stage;
