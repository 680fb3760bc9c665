/**
 * Measures detection against labelled sets, peers and a public benchmark. It rewrites the tables of the documents.
 * Nothing of it runs in the product.
 */
package dev.breakwater.bench;
