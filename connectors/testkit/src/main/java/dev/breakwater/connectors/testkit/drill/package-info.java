/** The table of permissions that the drills of several modules write together. */
package dev.breakwater.connectors.testkit.drill;
