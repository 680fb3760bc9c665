/**
 * The HTTP server for people, vendors and Firehose. It checks host names, and protects requests from slow connections
 * and from too many of them. The services decide what is answered.
 */
package dev.breakwater.connectors.http;
