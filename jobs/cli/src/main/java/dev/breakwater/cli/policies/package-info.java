/** {@code breakwater policies}: which policy, lines and lever each function gets. */
package dev.breakwater.cli.policies;
