/** Reads who can start the functions of an account and what they reach: read-only, paced, gaps named. */
package dev.breakwater.connectors.lambda.exposure;
