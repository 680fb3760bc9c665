package dev.breakwater.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the table of sockets in {@code SECURITY.md}, for the test that compares it with running processes. */
record ListedSockets(List<Row> rows) {

    private static final Path SECURITY = Path.of("../../SECURITY.md");
    private static final String ANY = "any";

    /**
     * A line of the table.
     *
     * @param process the processes, like {@code run}, separated by commas
     * @param what the listening part
     * @param address {@code 127.0.0.1}, or the setting with the address
     * @param port {@code any}, or the setting with the port
     */
    record Row(String process, String what, String address, String port) {
        boolean allows(InetSocketAddress socket, Map<String, Integer> settings) {
            boolean there = port.equals(ANY) || settings.getOrDefault(port, -1) == socket.getPort();
            return there && (!address.equals("127.0.0.1") || socket.getAddress().isLoopbackAddress());
        }
    }

    static ListedSockets of(String process) throws IOException {
        List<Row> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(SECURITY)) {
            if (line.startsWith("<!-- sockets")) inside = true;
            if (line.startsWith("<!-- /sockets")) inside = false;
            if (!inside || !line.startsWith("| ")) continue;
            String[] cells = line.replace("`", "").substring(2).split(" \\| ");
            if (List.of(cells[0].split(", ")).contains(process)) {
                rows.add(new Row(cells[0], cells[1], cells[2], cells[3].startsWith(ANY) ? ANY : cells[3]));
            }
        }
        return new ListedSockets(rows);
    }

    /**
     * Returns the sockets that no line of the table allows. Each line allows one socket. Fixed ports are matched first.
     */
    List<InetSocketAddress> unlisted(List<InetSocketAddress> found, Map<String, Integer> settings) {
        List<Row> free = new ArrayList<>(rows);
        free.sort((a, b) -> Boolean.compare(a.port.equals(ANY), b.port.equals(ANY)));
        List<InetSocketAddress> unlisted = new ArrayList<>();
        for (InetSocketAddress socket : found) {
            Optional<Row> row =
                    free.stream().filter(r -> r.allows(socket, settings)).findFirst();
            row.ifPresentOrElse(free::remove, () -> unlisted.add(socket));
        }
        return unlisted;
    }
}
