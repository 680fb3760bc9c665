/** Clients that hold a server's connections by taking their time. */
package dev.breakwater.connectors.testkit.slow;
