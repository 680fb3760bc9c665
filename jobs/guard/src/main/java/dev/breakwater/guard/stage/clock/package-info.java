/**
 * A clock for each account and region. The package defines which clock the timers of a key use, and has operators that
 * fire them.
 */
package dev.breakwater.guard.stage.clock;
