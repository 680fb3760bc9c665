/**
 * Evaluates IAM policies for kinds of callers. A caller that IAM admits is always admitted here. {@code
 * docs/exposure.md} has the table. The only thing that this package knows about functions is the actions that start
 * them.
 */
package dev.breakwater.exposure.iam;
