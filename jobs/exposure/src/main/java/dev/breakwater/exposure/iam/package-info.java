/**
 * Evaluates IAM policies for kinds of callers, never narrower than IAM does. {@code docs/exposure.md} has the table.
 * All it knows of functions is the actions that start them.
 */
package dev.breakwater.exposure.iam;
