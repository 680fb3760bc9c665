/**
 * Raises an alarm if something that must recur falls silent: a feed, an account, checkpoints, files, or answers to
 * acts. Safety clock.
 */
package dev.breakwater.core.watch;
