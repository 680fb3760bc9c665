package dev.breakwater.cli.console;

import dev.breakwater.connectors.http.HttpListener;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The running console.
 *
 * @param people the listener for people
 * @param vendors the listener for callbacks, or null
 */
public record ConsoleServer(Console console, HttpListener people, HttpListener vendors) implements AutoCloseable {

    /** Returns the listener's address for people. */
    public InetSocketAddress address() {
        return people.address();
    }

    /** Returns the listener's address for callbacks, if there is one. */
    public Optional<InetSocketAddress> callbacks() {
        return Optional.ofNullable(vendors).map(HttpListener::address);
    }

    @Override
    public void close() {
        console.close();
        people.close();
        if (vendors != null) vendors.close();
    }
}
