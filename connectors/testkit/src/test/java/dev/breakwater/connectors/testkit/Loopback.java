package dev.breakwater.connectors.testkit;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** The parts that the doubles of services share. */
public final class Loopback {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "loopback");
        thread.setDaemon(true);
        return thread;
    });

    static {
        // without this setting, each answer waits 40 ms for an acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private Loopback() {}

    /**
     * Returns a port of 127.0.0.1 for a process that starts later. No outgoing connection takes the port meanwhile,
     * because it lies below the ephemeral ports of Linux (32768 to 60999).
     */
    public static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_768);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // another process has this port
            }
        }
        throw new IllegalStateException("no free port on 127.0.0.1");
    }

    /** Returns a server on 127.0.0.1 and a free port, which is not started and has no contexts yet. */
    public static HttpServer server() {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
            server.setExecutor(THREADS);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until a condition on a double is true, which must notify its monitor of each change. If the wait takes too
     * long, throws an AssertionError with the double's text.
     */
    public static <T> void await(T changing, Predicate<T> condition, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (changing) {
            while (!condition.test(changing)) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) throw new AssertionError("not within " + atMost + ": " + changing);
                try {
                    changing.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted while waiting: " + changing, e);
                }
            }
        }
    }
}
