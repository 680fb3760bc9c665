/**
 * Baselines and tests: is a minute of a function, a group or an account a surge? State goes in and is written, all else
 * is returned; docs/detection.md is the specification. {@code ScopeState}, {@code AccountState}, {@code EpisodeState}
 * and {@code Share} are stored as they are. {@code control} decides what to do about a surge.
 */
package dev.breakwater.core.detect;
