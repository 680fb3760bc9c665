/**
 * Acts: a request to throttle or release is planned against what is really set, carried out by a lever and written to the
 * ledger, in Flink's committer or, for the end of leases, by sweep and release without Flink. A lease is a throttle with
 * its end.
 */
package dev.breakwater.connectors.lambda.act;
