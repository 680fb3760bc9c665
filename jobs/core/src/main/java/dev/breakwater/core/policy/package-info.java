/** The configuration for functions (gates, rules, planned windows), and the inventory's facts about them. */
package dev.breakwater.core.policy;
