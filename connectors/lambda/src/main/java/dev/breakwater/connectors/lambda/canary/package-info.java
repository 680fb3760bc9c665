/** The function that is there to be flooded by drills: the only one that is ever invoked. */
package dev.breakwater.connectors.lambda.canary;
