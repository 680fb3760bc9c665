/**
 * The effects ledger: an effect is what came of one request to throttle or release. Written as a chain of hashed lines,
 * read by people, by the job ({@link dev.breakwater.connectors.lambda.ledger.EffectsSource}) and after a crash. Calls no
 * AWS.
 */
package dev.breakwater.connectors.lambda.ledger;
