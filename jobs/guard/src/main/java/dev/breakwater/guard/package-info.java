/** Breakwater. */
package dev.breakwater.guard;
