/**
 * Reads the bytes of a YAML file into records whose components carry a {@link dev.breakwater.config.model.Key}, and
 * finds every problem on the way. This package knows a single key only by its annotation; callers supply the rules
 * between keys.
 */
package dev.breakwater.config.read;
