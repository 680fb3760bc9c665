package dev.breakwater.connectors.alarms.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables of {@code docs/faults.md}, written from what happened. */
final class FaultTable {

    static final Path DOCUMENT = Path.of("../../docs/faults.md");

    private static final String BEGIN = "<!-- tables: written by FaultDrillIT -->\n";
    private static final String END = "<!-- /tables -->";
    private static final String HEAD = "| fault | once | while it lasts | then |\n|---|---|---|---|\n";

    private FaultTable() {}

    /** What came out the same stands once: APIs with one table, faults with one row. */
    static String markdown(List<DrillRow> rows) {
        Map<String, List<DrillRow>> byApi =
                rows.stream().collect(Collectors.groupingBy(DrillRow::api, LinkedHashMap::new, Collectors.toList()));
        Map<String, String> apis = new LinkedHashMap<>();
        byApi.forEach((api, ofApi) -> apis.merge(table(ofApi), api, (a, b) -> a + "; " + b));
        StringBuilder text = new StringBuilder();
        apis.forEach((table, names) ->
                text.append("\n### ").append(names).append("\n\n").append(table));
        return text.append('\n').toString();
    }

    private static String table(List<DrillRow> rows) {
        Map<String, String> faults = new LinkedHashMap<>();
        rows.forEach(row -> faults.merge(row.outcome(), row.name(), (a, b) -> a + "; " + b));
        StringBuilder text = new StringBuilder(HEAD);
        faults.forEach((outcome, names) ->
                text.append("| ").append(names).append(outcome).append('\n'));
        return text.toString();
    }

    static String shown() throws IOException {
        String document = Files.readString(DOCUMENT);
        return document.substring(document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END));
    }

    static void write(String tables) throws IOException {
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(DOCUMENT, document.substring(0, from) + tables + document.substring(document.indexOf(END)));
    }
}
