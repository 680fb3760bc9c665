/** Breakwater. */
package dev.breakwater.connectors.alarms;
