/** Flat records that pass between stages. They have no behaviour (see {@code StateTypesTest}). */
package dev.breakwater.guard.wire;
