package dev.breakwater.guard.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes {@code docs/faults.tsv} from the results. */
final class FaultTable {

    private static final Path FILE = Path.of("../../docs/faults.tsv");
    private static final String HEAD = "api\tfault\tonce\twhile it lasts\tthen\n";

    private FaultTable() {}

    /** The lines, one for each fault on each API. */
    static String text(List<DrillRow> rows) {
        StringBuilder text = new StringBuilder(HEAD);
        rows.forEach(row -> text.append(row.line()).append('\n'));
        return text.toString();
    }

    static String shown() throws IOException {
        return Files.readString(FILE);
    }

    static void write(String text) throws IOException {
        Files.writeString(FILE, text);
    }
}
