/**
 * Compares our own count of money with AWS's bill and finds possible reasons for a difference. Detection and throttling
 * do not use the result.
 */
package dev.breakwater.engine.calibrate;
