/** {@code breakwater drill}: floods a function that is there for it, and looks whether the brake holds and lets go. */
package dev.breakwater.cli.drill;
