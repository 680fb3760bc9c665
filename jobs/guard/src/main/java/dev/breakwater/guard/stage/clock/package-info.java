/** A clock for each account and region: which clock the timers of a key use, and operators that fire those timers. */
package dev.breakwater.guard.stage.clock;
