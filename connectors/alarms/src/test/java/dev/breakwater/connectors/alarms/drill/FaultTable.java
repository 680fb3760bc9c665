package dev.breakwater.connectors.alarms.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables of {@code docs/faults.md}: one for each API, written from what happened. */
final class FaultTable {

    static final Path DOCUMENT = Path.of("../../docs/faults.md");

    private static final String BEGIN = "<!-- tables: written by FaultDrillIT -->\n";
    private static final String END = "<!-- /tables -->";
    private static final String HEAD = "| fault | once | while it lasts | then |\n|---|---|---|---|\n";

    private FaultTable() {}

    static String markdown(List<DrillRow> rows) {
        Map<String, List<DrillRow>> byApi =
                rows.stream().collect(Collectors.groupingBy(DrillRow::api, LinkedHashMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        byApi.forEach((api, ofApi) -> {
            text.append("\n### ").append(api).append("\n\n").append(HEAD);
            ofApi.forEach(row -> text.append(row.markdown()).append('\n'));
        });
        return text.append('\n').toString();
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
