/**
 * The basics of the connector: a function, a limit on it and its value, an account's concurrency, and the time and
 * calls that work on them may take. Knows none of the packages below it.
 */
package dev.breakwater.connectors.lambda;
