/**
 * The ledger: what was done to limits, what was observed of them, and what people asked for. Each writer has a chain of
 * hashed lines of its own; readers merge them. People read it, and so do a job and a sweep that must know the present
 * limits.
 */
package dev.breakwater.connectors.lambda.ledger;
