/** What functions there are and how they are set, as a source of changes. */
package dev.breakwater.connectors.lambda.inventory;
