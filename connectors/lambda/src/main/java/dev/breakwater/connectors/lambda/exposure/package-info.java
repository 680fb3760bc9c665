/**
 * Reads how an account's functions can be reached (URLs, API Gateway, mappings), by whom, and with which permissions
 * they run. It reads once and at a limited pace, and judges nothing.
 */
package dev.breakwater.connectors.lambda.exposure;
