/** The function that a drill floods. Breakwater invokes no other function. */
package dev.breakwater.connectors.lambda.canary;
