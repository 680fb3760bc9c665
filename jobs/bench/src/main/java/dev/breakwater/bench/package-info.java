/**
 * Measures detection on labelled sets and a public benchmark, compared with peers, and rewrites the tables of the
 * documents. The product does not run this code.
 */
package dev.breakwater.bench;
