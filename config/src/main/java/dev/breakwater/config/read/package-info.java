/**
 * From the bytes of a YAML file to records whose components carry a {@link dev.breakwater.config.model.Key}, with every
 * problem found on the way. What a single key is, is known here by its annotation only; rules between keys are given by
 * the callers.
 */
package dev.breakwater.config.read;
