/** What is normal for a scope: what was learned from its minutes, and the expectation for each minute. */
package dev.breakwater.core.detect.baseline;
