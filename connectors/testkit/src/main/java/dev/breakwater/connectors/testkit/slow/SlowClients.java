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
 * Many connections to one address that take their time, by one thread. One that is closed is opened again within a second, as
 * anyone who attacks would.
 */
public final class SlowClients implements AutoCloseable {

    private final InetSocketAddress address;
    private final Kind kind;
    private final byte[] begun;
    private final List<SocketChannel> all = new ArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private volatile long opened;

    /** The part of the exchange in which they are slow. */
    public enum Kind {
        /** Heads that never end, a byte a second. */
        HEADS,
        /** Bodies that never end, a byte a second. */
        BODIES,
        /** Answers that are never read. */
        READERS,
        /** Connections over which nothing comes. */
        SILENCE
    }

    private SlowClients(InetSocketAddress address, Kind kind, String begun) {
        this.address = address;
        this.kind = kind;
        this.begun = begun.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Opens them.
     *
     * @param begun what each sends at once: of {@link Kind#READERS} whole requests, of {@link Kind#BODIES} a head
     */
    public static SlowClients open(InetSocketAddress address, Kind kind, String begun, int number) {
        SlowClients clients = new SlowClients(address, kind, begun);
        for (int i = 0; i < number; i++) clients.all.add(clients.begin());
        clients.thread.scheduleWithFixedDelay(clients::goOn, 1, 1, TimeUnit.SECONDS);
        return clients;
    }

    /** How many connections were opened so far, those that were closed included. */
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
                    // it is tried again in a second
                    close(all.get(i));
                }
            }
        }
    }

    /** Whether the other side still has it. */
    private boolean goesOn(SocketChannel channel) {
        try {
            if (!channel.isOpen()) return false;
            if (kind == Kind.HEADS || kind == Kind.BODIES) channel.write(ByteBuffer.wrap(new byte[] {'x'}));
            // an answer, or the end, of one that sends
            return kind == Kind.READERS || channel.read(ByteBuffer.allocate(512)) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        all.forEach(SlowClients::close);
    }
}
