/**
 * Policies of IAM and how they are evaluated for kinds of callers, never narrower than IAM does: the table of
 * {@code docs/exposure.md}. Knows nothing of functions beyond the actions that start them.
 */
package dev.breakwater.exposure.iam;
