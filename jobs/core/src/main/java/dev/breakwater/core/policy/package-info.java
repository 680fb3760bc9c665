/** The configuration for functions (thresholds, rules, planned surges), and what the inventory knows about them. */
package dev.breakwater.core.policy;
