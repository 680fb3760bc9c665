/**
 * A lever: one kind of limit that can be pulled on a function (reserved concurrency, a queue's concurrency, a stream's
 * pause). The only code that changes Lambda. Each call is one small step; the core's table of limits decides which steps are right.
 */
package dev.breakwater.connectors.lambda.lever;
