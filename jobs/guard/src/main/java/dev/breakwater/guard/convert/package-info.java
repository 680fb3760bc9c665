/** Pure conversions between core, connectors, configuration and files. Each class converts in one direction. */
package dev.breakwater.guard.convert;
