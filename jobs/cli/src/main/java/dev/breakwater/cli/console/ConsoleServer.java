package dev.breakwater.cli.console;

import dev.breakwater.connectors.http.HttpListener;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The running console.
 *
 * @param people  where people come in
 * @param vendors where callbacks come in, or null
 */
public record ConsoleServer(Console console, HttpListener people, HttpListener vendors) implements AutoCloseable {

    /** Where people come in. */
    public InetSocketAddress address() {
        return people.address();
    }

    /** Where callbacks come in, if they do. */
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
