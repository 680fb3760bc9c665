/**
 * The ledger: what was done to limits, what was observed of them, and what people asked for. Each writer has a chain of hashed
 * lines of its own; readers merge them. It is read by people, and by a job and a sweep that have to know what stands.
 */
package dev.breakwater.connectors.lambda.ledger;
