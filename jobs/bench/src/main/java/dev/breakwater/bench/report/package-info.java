/** Results as JSON, tables and pictures, and their places in the documents. */
package dev.breakwater.bench.report;
