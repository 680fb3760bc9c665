/** Clients that keep a server's connections busy by being slow. */
package dev.breakwater.connectors.testkit.slow;
