package dev.breakwater.connectors.lambda.inventory;

import java.io.Serializable;

/** Opens the directory of a place where it is used; travels in the job graph, so it holds no secret. */
@FunctionalInterface
public interface PlaceDirectoryFactory extends Serializable {

    PlaceDirectory open(InventoryPlace place);
}
