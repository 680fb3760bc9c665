package dev.breakwater.connectors.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Limits the number of connections, and closes slow connections. A connection must send its first complete head within
 * the time {@link #HEAD}. After the first head, each exchange and the silence after it may take only a limited time. If
 * there are too many connections, from one address or in total, the listener closes the connection that has not changed
 * its state for the longest time. A connection whose request is with a worker stays open. A client that floods the
 * listener therefore loses its own connections.
 */
final class Connections implements Connection.Listener {

    static final Duration HEAD = Duration.ofSeconds(20);
    static final int OF_ONE_ADDRESS = 256;
    static final int IN_ALL = 2_000;

    private final long longest;
    private final Map<Connection, Turn> open = new LinkedHashMap<>();

    /** @param longest the time from a complete head to the end of its answer */
    Connections(Duration longest) {
        this.longest = longest.toNanos();
    }

    /** The present activity of a connection. */
    static final class Turn {
        private final Connection connection;
        private final String address;
        private volatile long since = System.nanoTime();
        private volatile boolean begun;
        private volatile boolean kept;
        private volatile boolean endless;

        private Turn(Connection connection) {
            this.connection = connection;
            SocketAddress remote = connection.getEndPoint().getRemoteSocketAddress();
            address = remote instanceof InetSocketAddress inet
                    ? inet.getAddress().getHostAddress()
                    : String.valueOf(remote);
        }

        /** Records that the head of a request is complete, or that its answer was sent. */
        void next() {
            begun = true;
            since = System.nanoTime();
        }

        /** Records whether a worker is answering the request of this connection. */
        void worked(boolean is) {
            kept = is;
        }

        /** Records that the answer continues until the client or the server ends it. */
        void endless() {
            endless = true;
        }

        private void close() {
            connection.getEndPoint().close();
        }
    }

    @Override
    public void onOpened(Connection connection) {
        // the connection inside TLS reports its state itself
        if (connection instanceof SslConnection) return;
        Turn added = new Turn(connection);
        List<Turn> over = new ArrayList<>();
        synchronized (this) {
            open.put(connection, added);
            tooMany(OF_ONE_ADDRESS, turn -> turn.address.equals(added.address), added, over);
            tooMany(IN_ALL, turn -> true, added, over);
        }
        over.forEach(Turn::close);
    }

    private void tooMany(int most, Predicate<Turn> which, Turn added, List<Turn> over) {
        List<Turn> all = open.values().stream().filter(which).toList();
        if (all.size() <= most) return;
        Turn gone = all.stream()
                .filter(turn -> !turn.kept && !turn.endless && turn != added)
                .min(Comparator.comparingLong(turn -> turn.since))
                .orElse(added);
        open.remove(gone.connection);
        over.add(gone);
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        open.remove(connection);
    }

    /**
     * Returns the turn of a connection, by which its activity is recorded. For a connection that was just closed,
     * recording has no effect.
     */
    synchronized Turn of(Connection connection) {
        Turn turn = open.get(connection);
        return turn == null ? new Turn(connection) : turn;
    }

    /** Closes expired connections. */
    void sweep() {
        long now = System.nanoTime();
        List<Turn> over;
        synchronized (this) {
            over = open.values().stream()
                    .filter(turn -> !turn.endless && now - turn.since > (turn.begun ? longest : HEAD.toNanos()))
                    .toList();
        }
        over.forEach(Turn::close);
    }
}
