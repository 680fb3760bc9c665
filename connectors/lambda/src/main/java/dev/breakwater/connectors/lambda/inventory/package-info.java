/**
 * The inventory: the functions, triggers and limits of an account and region, listed in rounds at a pace that leaves
 * the API to others, as a source of changes. Reads only.
 */
package dev.breakwater.connectors.lambda.inventory;
