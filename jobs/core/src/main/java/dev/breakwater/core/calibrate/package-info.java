/** How our own count of money differs from AWS's bill, and what may explain it. Never changes what is detected or throttled. */
package dev.breakwater.core.calibrate;
