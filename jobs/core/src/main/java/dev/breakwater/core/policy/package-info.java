/** What the configuration says of functions (gates, rules, planned windows), and what the inventory knows of them. */
package dev.breakwater.core.policy;
