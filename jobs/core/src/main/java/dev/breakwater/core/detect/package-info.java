/**
 * The baselines and tests that decide whether a minute of a function, a group or an account is a surge. Each call
 * changes its state argument and returns everything else. docs/detection.md is the specification. {@code ScopeState},
 * {@code AccountState}, {@code EpisodeState} and {@code Share} are stored directly. {@code control} decides what to do
 * about a surge.
 */
package dev.breakwater.core.detect;
