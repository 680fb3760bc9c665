/** A proxy that causes faults on purpose, and the parts of AWS that the emulator lacks. */
package dev.breakwater.connectors.testkit.fault;
