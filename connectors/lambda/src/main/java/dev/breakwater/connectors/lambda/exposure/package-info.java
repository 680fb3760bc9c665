/**
 * Reads how an account's functions can be reached (URLs, API Gateway, mappings), by whom, and which permissions they
 * have. This package reads once, at a limited pace, and judges nothing.
 */
package dev.breakwater.connectors.lambda.exposure;
