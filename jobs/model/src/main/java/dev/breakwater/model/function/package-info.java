/** What the inventory knows of a function, and the limits on it with their tags. */
package dev.breakwater.model.function;
