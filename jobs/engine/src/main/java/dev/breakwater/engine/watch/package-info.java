/**
 * Raises an alarm if a regular sign of life stops: from a feed, an account, checkpoints, files, or calls that change
 * limits. Times are of the safety clock.
 */
package dev.breakwater.engine.watch;
