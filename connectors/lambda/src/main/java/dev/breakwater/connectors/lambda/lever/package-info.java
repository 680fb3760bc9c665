/**
 * A lever: one kind of limit that can be pulled on a function (reserved concurrency, a queue's concurrency, a stream's
 * pause). The only code that changes Lambda. Each call is one small step; which steps are right is decided in {@code act}.
 */
package dev.breakwater.connectors.lambda.lever;
