/**
 * Secrets: references to them, which settings may hold and show, and the one place that looks them up. No secret is ever
 * in a setting, a text or a job graph.
 */
package dev.breakwater.config.secret;
