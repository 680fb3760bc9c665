/** Breakwater. */
package dev.breakwater.cli;
