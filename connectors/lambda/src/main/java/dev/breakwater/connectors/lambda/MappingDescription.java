package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.lambda.inventory.TriggerMapping;

/**
 * An event source mapping with the tags of our mark.
 *
 * @param function the function that it feeds, which may be gone: a mapping outlives it
 */
public record MappingDescription(FunctionRef function, TriggerMapping mapping) {

    /** Which limit it is, or null where no lever is on such a source. */
    public LeverRef limit() {
        return mapping.lever() == null ? null : new LeverRef(function, mapping.lever(), mapping.uuid());
    }
}
