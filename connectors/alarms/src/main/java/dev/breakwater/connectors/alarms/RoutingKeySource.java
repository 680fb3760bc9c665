package dev.breakwater.connectors.alarms;

import java.io.Serializable;

/**
 * A reference to a routing key, resolved where the sink runs. The key itself is never in the job graph; {@code
 * toString} of an implementation and the message of what it throws show the reference at most.
 */
@FunctionalInterface
public interface RoutingKeySource extends Serializable {

    /** The key, 32 letters or digits. May throw when the secret cannot be read just now; it is then asked again. */
    String resolve();
}
