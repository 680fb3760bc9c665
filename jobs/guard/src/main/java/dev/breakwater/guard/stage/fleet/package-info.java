/**
 * How a keyed stage is run, and what of the fleet it sees: as configured for a recording, or as the inventory continues
 * changing it. Knows no stage.
 */
package dev.breakwater.guard.stage.fleet;
