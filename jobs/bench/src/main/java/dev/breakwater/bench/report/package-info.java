/** Results as JSON, tables and pictures, and where they stand in the documents. */
package dev.breakwater.bench.report;
