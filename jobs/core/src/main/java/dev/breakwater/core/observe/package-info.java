/**
 * From samples to observations: joins a function's metrics into minutes, prices them, and doubts reports that cannot be
 * true.
 */
package dev.breakwater.core.observe;
