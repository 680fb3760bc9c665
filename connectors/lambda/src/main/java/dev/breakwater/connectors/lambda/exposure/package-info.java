/**
 * The outside of an account: how its functions can be reached (URLs, API Gateway, mappings), by whom, and with which
 * permissions they run. Reads only, once, at a pace; judges nothing.
 */
package dev.breakwater.connectors.lambda.exposure;
