/**
 * The inventory: the functions, triggers and limits of an account and region. A source lists them in rounds, at a pace
 * that leaves room for other callers, and emits changes. This package only reads.
 */
package dev.breakwater.connectors.lambda.inventory;
