/** {@code breakwater policies}: shows the policy, thresholds and lever of each function. */
package dev.breakwater.cli.policies;
