package dev.breakwater.connectors.testkit.slow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Many slow connections to one address, from one thread. A connection that is closed is opened again within a second,
 * as an attacker would do.
 */
public final class SlowClients implements AutoCloseable {

    private final InetSocketAddress address;
    private final Kind kind;
    private final byte[] begun;
    private final List<SocketChannel> all = new ArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private volatile long opened;

    /** The part of the exchange that each client slows down. */
    public enum Kind {
        /** Clients whose headers never end and arrive at one byte a second. */
        HEADS,
        /** Clients whose bodies never end and arrive at one byte a second. */
        BODIES,
        /** Clients that never read their answers. */
        READERS,
        /** Clients that open a connection and send nothing. */
        SILENCE
    }

    private SlowClients(InetSocketAddress address, Kind kind, String begun) {
        this.address = address;
        this.kind = kind;
        this.begun = begun.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Opens the connections.
     *
     * @param begun the data that each connection sends at once: whole requests for {@link Kind#READERS}, a head for
     *     {@link Kind#BODIES}
     */
    public static SlowClients open(InetSocketAddress address, Kind kind, String begun, int number) {
        SlowClients clients = new SlowClients(address, kind, begun);
        for (int i = 0; i < number; i++) clients.all.add(clients.begin());
        clients.thread.scheduleWithFixedDelay(clients::goOn, 1, 1, TimeUnit.SECONDS);
        return clients;
    }

    /** Returns the number of connections that were opened so far, including closed ones. */
    public long opened() {
        return opened;
    }

    private SocketChannel begin() {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
            channel.connect(address);
            channel.configureBlocking(false);
            if (kind != Kind.SILENCE) channel.write(ByteBuffer.wrap(begun));
            opened++;
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void goOn() {
        for (int i = 0; i < all.size(); i++) {
            if (!goesOn(all.get(i))) {
                close(all.get(i));
                try {
                    all.set(i, begin());
                } catch (UncheckedIOException e) {
                    // the next attempt comes in a second
                    close(all.get(i));
                }
            }
        }
    }

    /** Returns whether the server still has the connection. */
    private boolean goesOn(SocketChannel channel) {
        try {
            if (!channel.isOpen()) return false;
            if (kind == Kind.HEADS || kind == Kind.BODIES) channel.write(ByteBuffer.wrap(new byte[] {'x'}));
            // the server answered a connection that was still sending, or ended it
            return kind == Kind.READERS || channel.read(ByteBuffer.allocate(512)) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // the connection is closed
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        all.forEach(SlowClients::close);
    }
}
