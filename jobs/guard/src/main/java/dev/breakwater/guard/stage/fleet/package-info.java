/**
 * The operators of keyed stages, and their view of the fleet: as configured for a recording, or as the inventory
 * changes it. Knows no stage.
 */
package dev.breakwater.guard.stage.fleet;
