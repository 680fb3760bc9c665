/** Flat records that pass between stages. The records have no behaviour (see {@code StateTypesTest}). */
package dev.breakwater.guard.wire;
