/** Breakwater. */
package dev.breakwater.connectors.aws;
