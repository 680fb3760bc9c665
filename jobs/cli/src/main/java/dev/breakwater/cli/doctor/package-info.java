/** Checks each item that a configuration needs, and says what does not work without it. */
package dev.breakwater.cli.doctor;
