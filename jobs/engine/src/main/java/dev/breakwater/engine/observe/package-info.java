/**
 * Turns samples into observations. The package joins a function's metrics into minutes, prices them, and ignores
 * implausible reports.
 */
package dev.breakwater.engine.observe;
