package dev.breakwater.connectors.lambda.ledger;

import java.io.IOException;
import java.io.Serializable;

/** Opens the effects log where it is used; travels in the job graph. */
@FunctionalInterface
public interface EffectsLogFactory extends Serializable {

    EffectsLog open() throws IOException;
}
