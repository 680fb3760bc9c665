/**
 * Reads the bytes of a YAML file into records whose components carry a {@link dev.breakwater.config.model.Key}, and
 * finds every problem on the way. This package knows each key only through its annotation. Callers supply the rules
 * between keys.
 */
package dev.breakwater.config.read;
