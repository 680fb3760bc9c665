/**
 * Clocks of accounts and regions. The package decides which clock the timers of a key use, and has operators that fire
 * these timers.
 */
package dev.breakwater.guard.stage.clock;
