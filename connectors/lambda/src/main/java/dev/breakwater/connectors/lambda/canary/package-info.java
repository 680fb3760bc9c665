/** The function for drills to flood: the only one that is ever invoked. */
package dev.breakwater.connectors.lambda.canary;
