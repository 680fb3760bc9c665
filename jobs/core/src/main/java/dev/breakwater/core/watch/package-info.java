/**
 * Raises an alarm when something that must recur falls silent: a feed, a place, checkpoints, files, answers to acts.
 * Safety clock.
 */
package dev.breakwater.core.watch;
