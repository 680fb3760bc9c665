/** The table of permissions, which drills of several modules write together. */
package dev.breakwater.connectors.testkit.drill;
