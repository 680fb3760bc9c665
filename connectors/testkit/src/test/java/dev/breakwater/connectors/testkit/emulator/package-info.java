/** The AWS emulator as a process, and its differences from AWS. */
package dev.breakwater.connectors.testkit.emulator;
