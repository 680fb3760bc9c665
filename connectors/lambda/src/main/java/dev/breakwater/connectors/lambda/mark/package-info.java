/**
 * Breakwater's tags on functions and event source mappings. The lease tag shows that Breakwater set a limit, and how to
 * undo it. The hands-off tag shows that a person released the function. This package names and finds tags. It sets no
 * limit and decides nothing.
 */
package dev.breakwater.connectors.lambda.mark;
