package dev.breakwater.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServer;

/** A ZooKeeper in this process, on 127.0.0.1. A cluster needs it for high availability outside Kubernetes. */
final class ZooKeeper implements AutoCloseable {

    private final NIOServerCnxnFactory connections = new NIOServerCnxnFactory();

    private ZooKeeper() {}

    static ZooKeeper start(Path folder) {
        ZooKeeper zooKeeper = new ZooKeeper();
        try {
            zooKeeper.connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 60);
            zooKeeper.connections.startup(new ZooKeeperServer(folder.toFile(), folder.toFile(), 500));
            return zooKeeper;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns Flink's options for this ZooKeeper. */
    Map<String, String> highAvailability(Path storage) {
        return Map.of(
                "high-availability.type",
                "zookeeper",
                "high-availability.zookeeper.quorum",
                "127.0.0.1:" + connections.getLocalPort(),
                "high-availability.storageDir",
                storage.toUri().toString());
    }

    @Override
    public void close() {
        connections.shutdown();
    }
}
