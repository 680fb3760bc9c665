/**
 * The HTTP server for people, vendors and Firehose. It checks host names, and protects itself from slow connections and
 * from too many connections. The services decide the answers.
 */
package dev.breakwater.connectors.http;
