/** Measures detection against labelled sets, peers and a public benchmark. Remakes the tables of the documents; nothing of it runs in the product. */
package dev.breakwater.bench;
