/**
 * The ledger: acts on limits, observations of them, and requests from people. Each writer has its own chain of hashed
 * lines. Readers merge the chains. People read the ledger. Jobs and sweeps read it to find the present limits.
 */
package dev.breakwater.connectors.lambda.ledger;
