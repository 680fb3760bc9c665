/** Breakwater. */
package dev.breakwater.connectors.testkit;
