/** Pure conversions between core, connectors, configuration and files, with one direction per class. */
package dev.breakwater.guard.convert;
