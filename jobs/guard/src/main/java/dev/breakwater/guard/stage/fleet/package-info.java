/**
 * The operators that run keyed stages, and their view of the fleet. In a recording, the fleet is fixed. In a live run,
 * the fleet follows the inventory. This package depends on no stage.
 */
package dev.breakwater.guard.stage.fleet;
