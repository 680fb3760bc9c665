/**
 * Price tables: what a table holds, the loading of one, and what settings and tables must be to each other. No price is
 * used here: what things cost is computed elsewhere.
 */
package dev.breakwater.config.prices;
