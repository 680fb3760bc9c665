/**
 * Baselines and tests: is a minute of a function, a group or an account a surge? State goes in and is written,
 * everything else is returned; docs/detection.md is the specification. {@code ScopeState}, {@code AccountState}, {@code
 * EpisodeState} and {@code Share} are stored directly. {@code control} decides what to do about a surge.
 */
package dev.breakwater.core.detect;
