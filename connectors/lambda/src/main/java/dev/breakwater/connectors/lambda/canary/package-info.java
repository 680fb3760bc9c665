/** The function that drills flood, which is the only one that Breakwater ever invokes. */
package dev.breakwater.connectors.lambda.canary;
