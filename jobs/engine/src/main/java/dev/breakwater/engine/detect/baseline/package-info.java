/** The normal traffic of a scope: its learned history, and the expectation for each minute. */
package dev.breakwater.engine.detect.baseline;
