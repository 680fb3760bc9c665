/** {@code breakwater drill}: floods a canary function, and checks that the brake holds and releases. */
package dev.breakwater.cli.drill;
