/**
 * Listens for HTTP: one server for all that people, vendors and Firehose reach. It knows which names it goes by, and
 * keeps slow and too many connections from those that have a request. The services decide what is answered.
 */
package dev.breakwater.connectors.http;
