/**
 * The configuration: typed records, a loader that finds all problems at once, references to secrets, and price
 * tables. Nothing here knows Flink, AWS or the domain.
 */
package dev.breakwater.config;
