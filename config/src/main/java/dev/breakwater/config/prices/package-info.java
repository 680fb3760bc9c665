/**
 * Price tables: their content, their loading, and the rules between settings and tables. This package computes no cost.
 */
package dev.breakwater.config.prices;
