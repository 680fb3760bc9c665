/** The configuration for functions (thresholds, rules, planned surges), and the inventory's facts about functions. */
package dev.breakwater.engine.policy;
