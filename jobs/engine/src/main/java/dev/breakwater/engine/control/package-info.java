/**
 * The inputs and outputs of control: requests, sightings, decisions and snapshots of incidents. Package {@code state} is
 * what control remembers, and package {@code decide} makes the decisions.
 */
package dev.breakwater.engine.control;
