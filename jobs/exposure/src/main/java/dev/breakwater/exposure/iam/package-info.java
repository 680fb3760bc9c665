/**
 * Evaluates IAM policies for kinds of callers. A caller that IAM admits is always admitted here. {@code
 * docs/exposure.md} has the table. Of functions, this package knows only the actions that start them.
 */
package dev.breakwater.exposure.iam;
