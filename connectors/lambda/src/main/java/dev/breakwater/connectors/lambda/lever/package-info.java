/**
 * A lever is one kind of limit on a function: reserved concurrency, a queue's concurrency, or a stream's pause. Only
 * this package changes Lambda. Each call is one small step. The engine's table {@code LoopRow} decides which steps are
 * right.
 */
package dev.breakwater.connectors.lambda.lever;
