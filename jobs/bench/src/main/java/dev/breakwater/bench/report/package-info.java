/** Results as JSON, tables and charts, and their places in the documents. */
package dev.breakwater.bench.report;
