/** Flat records that cross between the stages. No behaviour; see {@code StateTypesTest}. */
package dev.breakwater.guard.wire;
