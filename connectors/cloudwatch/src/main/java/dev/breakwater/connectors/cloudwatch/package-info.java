/** Breakwater. */
package dev.breakwater.connectors.cloudwatch;
