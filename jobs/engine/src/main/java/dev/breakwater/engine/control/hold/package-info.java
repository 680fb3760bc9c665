/** Throttles: whether a limit may be set, how long it is held, and what was observed at AWS. */
package dev.breakwater.engine.control.hold;
