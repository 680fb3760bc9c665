/**
 * The basic types of the connector: a function, a limit and its value, an account's concurrency, and the time for
 * calls. It depends on none of the packages below it.
 */
package dev.breakwater.connectors.lambda;
