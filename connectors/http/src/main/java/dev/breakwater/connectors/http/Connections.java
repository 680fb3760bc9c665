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
 * Keeps slow and too many connections from the others. Each has {@link #HEAD} to bring a whole head, from its opening or from
 * its last answer, and then the longest time of an exchange. When there are too many, of one address or in all, those go first
 * that have waited longest without bringing a request: whoever floods the listener pushes out its own.
 */
final class Connections implements Connection.Listener {

    static final Duration HEAD = Duration.ofSeconds(20);
    static final int OF_ONE_ADDRESS = 256;
    static final int IN_ALL = 2_000;

    private final long longest;
    private final Map<Connection, Turn> open = new LinkedHashMap<>();

    /** @param longest time from a whole head to the end of its answer */
    Connections(Duration longest) {
        this.longest = longest.toNanos();
    }

    /** What a connection is doing. */
    private static final class Turn {
        private final Connection connection;
        private final String address;
        private long since = System.nanoTime();
        private boolean served;
        private boolean endless;

        Turn(Connection connection) {
            this.connection = connection;
            SocketAddress remote = connection.getEndPoint().getRemoteSocketAddress();
            address = remote instanceof InetSocketAddress inet
                    ? inet.getAddress().getHostAddress()
                    : String.valueOf(remote);
        }

        void now(boolean serving) {
            since = System.nanoTime();
            served = serving;
        }
    }

    @Override
    public void onOpened(Connection connection) {
        // what is inside of TLS has its own word
        if (connection instanceof SslConnection) return;
        Turn added = new Turn(connection);
        List<Turn> over = new ArrayList<>();
        synchronized (this) {
            open.put(connection, added);
            tooMany(OF_ONE_ADDRESS, turn -> turn.address.equals(added.address), added, over);
            tooMany(IN_ALL, turn -> true, added, over);
        }
        over.forEach(Connections::close);
    }

    private void tooMany(int most, Predicate<Turn> which, Turn added, List<Turn> over) {
        List<Turn> all = open.values().stream().filter(which).toList();
        if (all.size() <= most) return;
        Turn gone = all.stream()
                .filter(turn -> !turn.served && turn != added)
                .min(Comparator.comparingLong(turn -> turn.since))
                .orElse(added);
        open.remove(gone.connection);
        over.add(gone);
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        open.remove(connection);
    }

    /** Its head is whole. */
    synchronized void begin(Connection connection) {
        Turn turn = open.get(connection);
        if (turn != null) turn.now(true);
    }

    /** Its answer goes on for as long as both sides like. */
    synchronized void endless(Connection connection) {
        Turn turn = open.get(connection);
        if (turn != null) turn.endless = true;
    }

    /** It has its answer. */
    synchronized void end(Connection connection) {
        Turn turn = open.get(connection);
        if (turn != null) turn.now(false);
    }

    /** Closes those whose time is over. */
    void sweep() {
        long now = System.nanoTime();
        List<Turn> over;
        synchronized (this) {
            over = open.values().stream()
                    .filter(turn -> !turn.endless && now - turn.since > (turn.served ? longest : HEAD.toNanos()))
                    .toList();
        }
        over.forEach(Connections::close);
    }

    synchronized int count() {
        return open.size();
    }

    private static void close(Turn turn) {
        turn.connection.getEndPoint().close();
    }
}
