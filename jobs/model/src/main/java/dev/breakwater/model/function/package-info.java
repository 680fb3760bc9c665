/** The facts about a function, the limits on it, and their tags. */
package dev.breakwater.model.function;
