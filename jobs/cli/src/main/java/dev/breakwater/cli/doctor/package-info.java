/** Checks each item that a configuration needs, and names the consequence of each missing item. */
package dev.breakwater.cli.doctor;
