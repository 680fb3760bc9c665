/** Checks whether everything that a configuration needs is there, item by item, and what is lost without it. */
package dev.breakwater.cli.doctor;
