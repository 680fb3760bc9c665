/**
 * The difference between our own count of money and AWS's bill, and its possible reasons. Never changes detection or
 * throttling.
 */
package dev.breakwater.core.calibrate;
