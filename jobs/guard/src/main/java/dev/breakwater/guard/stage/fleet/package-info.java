/**
 * How a keyed stage is run, and what of the fleet it sees: as configured for a recording, or as the inventory goes on
 * changing it. Knows no stage.
 */
package dev.breakwater.guard.stage.fleet;
