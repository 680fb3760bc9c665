/** The rules for a surge: policies, thresholds, acceptances, the blast radius, and functions to leave alone. */
package dev.breakwater.engine.control.rules;
