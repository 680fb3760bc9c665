/** Breakwater. */
package dev.breakwater.connectors.lambda;
