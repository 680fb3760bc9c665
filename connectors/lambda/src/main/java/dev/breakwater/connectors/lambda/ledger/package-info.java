/**
 * The ledger: acts on limits, observations of them, and requests from people. Each writer has a chain of hashed lines
 * of its own; readers merge them. People read it, and so do a job and a sweep that must know the present limits.
 */
package dev.breakwater.connectors.lambda.ledger;
