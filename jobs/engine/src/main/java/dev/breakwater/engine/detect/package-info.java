/**
 * The baselines and tests that decide whether a minute of a function, a group or an account is a surge. Each call
 * changes the state in its argument and returns all other results. docs/detection.md is the specification. Flink stores
 * {@code ScopeState}, {@code AccountState}, {@code EpisodeState} and {@code Share} directly. Package {@code control}
 * decides what to do about a surge.
 */
package dev.breakwater.engine.detect;
