/**
 * References to secrets, which settings may contain and show, and the only class that resolves them. Secrets never
 * appear in a setting, a text or a job graph.
 */
package dev.breakwater.config.secret;
