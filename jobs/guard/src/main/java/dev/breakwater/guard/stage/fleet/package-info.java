/**
 * The operators of keyed stages, and their view of the fleet. In a recording, the fleet is fixed. Otherwise, it follows
 * the inventory. Knows no stage.
 */
package dev.breakwater.guard.stage.fleet;
