/**
 * The inventory: what functions, triggers and limits an account and region has, listed in rounds at a pace that leaves the
 * API to others, as a source of changes. Reads only.
 */
package dev.breakwater.connectors.lambda.inventory;
