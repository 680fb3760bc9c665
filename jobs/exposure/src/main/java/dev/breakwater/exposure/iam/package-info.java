/**
 * Evaluates IAM policies for kinds of callers. A caller that IAM admits is always admitted here.
 * {@code docs/exposure.md} has the table. The package knows nothing about functions except the actions that start them.
 */
package dev.breakwater.exposure.iam;
