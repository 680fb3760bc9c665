/** A clock for each account and region: which one the timers of a key run by, and operators that fire them by it. */
package dev.breakwater.guard.stage.clock;
