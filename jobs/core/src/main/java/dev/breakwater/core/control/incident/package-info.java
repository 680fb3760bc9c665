/** Incidents, and the alerts that report them. */
package dev.breakwater.core.control.incident;
