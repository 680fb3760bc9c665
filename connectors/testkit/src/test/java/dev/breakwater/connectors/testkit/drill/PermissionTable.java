package dev.breakwater.connectors.testkit.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The table in {@code docs/permissions.md}. Each test of permissions owns the lines of its own calls. The test compares
 * these lines with its findings or, with {@code -Dbreakwater.write=true}, writes them. A test that knows all calls
 * keeps the order of the lines.
 */
public final class PermissionTable {

    /** Finds the table, starting from the folder of a module. */
    public static final Path DOCUMENT = Path.of("../../docs/permissions.md");

    private static final String BEGIN = "<!-- drill: written by the permission drills -->";
    private static final String END = "<!-- /drill -->";
    private static final List<String> HEAD =
            List.of("| permission | role | without it | the drill saw |", "|---|---|---|---|");

    private PermissionTable() {}

    /** Returns all lines below the header, in order. */
    public static List<String> lines() {
        List<String> document = read();
        return document.subList(document.indexOf(BEGIN) + 1 + HEAD.size(), document.indexOf(END));
    }

    /** Returns the document's lines for these rows, in the order of the rows. A row that is missing has no line. */
    public static List<String> linesOf(List<PermissionRow> rows) {
        List<String> lines = lines();
        return rows.stream()
                .flatMap(row -> lines.stream().filter(line -> line.startsWith(row.key())))
                .toList();
    }

    /** Adds these lines if writing is requested. */
    public static void writeWhereAsked(List<PermissionRow> rows) {
        if (!Boolean.getBoolean("breakwater.write")) return;
        Stream<String> others =
                lines().stream().filter(line -> rows.stream().noneMatch(row -> line.startsWith(row.key())));
        replace(Stream.concat(others, rows.stream().map(PermissionRow::text)).toList());
    }

    /** If writing is requested, sorts the lines in the order of these rows and removes other lines. */
    public static void sortWhereAsked(List<PermissionRow> rows) {
        if (Boolean.getBoolean("breakwater.write")) replace(linesOf(rows));
    }

    private static void replace(List<String> lines) {
        List<String> document = read();
        List<String> whole = new ArrayList<>(document.subList(0, document.indexOf(BEGIN) + 1));
        whole.addAll(HEAD);
        whole.addAll(lines);
        whole.addAll(document.subList(document.indexOf(END), document.size()));
        try {
            Files.writeString(DOCUMENT, String.join("\n", whole) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> read() {
        try {
            return Files.readAllLines(DOCUMENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A line of the table in {@code docs/permissions.md}.
     *
     * @param permission for example {@code lambda:ListTags}
     * @param role       observe, act or job
     * @param withoutIt the consequence of the missing permission, from the list of calls
     * @param seen the finding of the test without the permission
     */
    public record PermissionRow(String permission, String role, String withoutIt, String seen) {

        /** Returns the line in the document. */
        public String text() {
            return key() + withoutIt + " | " + seen + " |";
        }

        String key() {
            return "| `" + permission + "` | " + role + " | ";
        }
    }
}
