/**
 * Our tags on functions and event source mappings. The lease tag says that a limit is ours and how to undo it. The
 * hands-off tag says that a person released the function. This package names and finds tags. It sets no limit and
 * decides nothing.
 */
package dev.breakwater.connectors.lambda.mark;
