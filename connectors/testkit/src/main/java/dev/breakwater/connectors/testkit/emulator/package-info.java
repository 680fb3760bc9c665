/** The AWS emulator as a process, and what it does differently from AWS. */
package dev.breakwater.connectors.testkit.emulator;
