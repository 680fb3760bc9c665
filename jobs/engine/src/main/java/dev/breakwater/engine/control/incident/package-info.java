/** Incidents, and the alerts that report them. */
package dev.breakwater.engine.control.incident;
