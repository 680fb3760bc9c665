/** Converts between core, connectors, configuration and files: pure, one direction a class. */
package dev.breakwater.guard.convert;
