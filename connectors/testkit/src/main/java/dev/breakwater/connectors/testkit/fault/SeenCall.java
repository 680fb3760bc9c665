package dev.breakwater.connectors.testkit.fault;

/**
 * One call that came to the proxy.
 *
 * @param operation  see {@link ApiRequest#operation}
 * @param fault      how it was treated
 * @param status     of the answer behind the proxy, or 0 when it was not asked
 */
public record SeenCall(String operation, Fault.Kind fault, int status) {

    /** Whether the service took it. */
    public boolean tookEffect() {
        return status / 100 == 2;
    }
}
