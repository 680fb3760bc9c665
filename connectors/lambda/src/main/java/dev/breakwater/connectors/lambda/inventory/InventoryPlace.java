package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.AwsSettings;
import java.io.Serializable;

/**
 * One account and region whose functions are listed.
 *
 * @param account  12 digits
 * @param settings the region, its endpoint, and the role with which it is read
 */
public record InventoryPlace(String account, AwsSettings settings) implements Serializable {

    public String region() {
        return settings.region();
    }

    /** Returns {@code account/region}. */
    public String id() {
        return account + '/' + settings.region();
    }
}
