/**
 * From the bytes of a YAML file to records whose components carry a {@link dev.breakwater.config.model.Key}, with every
 * problem found on the way. This package knows a single key only by its annotation; callers supply the rules between
 * keys.
 */
package dev.breakwater.config.read;
