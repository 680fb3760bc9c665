package dev.breakwater.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code prices}, and finds the table. */
final class PriceReader {
    private static final String INITIAL = "prices/2026-08.yaml";

    private PriceReader() {}

    static PriceSettings prices(Section root, Places places) {
        Section section = root.child("prices");
        Scalars scalars = section.scalars();
        PriceSettings prices = new PriceSettings(
                file(section, places),
                scalars.number("discount", 0, new Range(0, 1)),
                scalars.count("assumedMemoryMb", 1024, new Range(128, 10_240)));
        section.done();
        return prices;
    }

    /** The file as written if it exists, else the shipped table of that name, else a problem. */
    private static String file(Section section, Places places) {
        String resolved = places.local(section, "file", INITIAL);
        if (!section.clean() || Files.isRegularFile(Path.of(resolved))) {
            return resolved;
        }
        String written = section.value("file").map(value -> value.asText()).orElse(INITIAL);
        Optional<String> shipped = PriceSheets.shipped(written);
        if (shipped.isPresent()) {
            return shipped.get();
        }
        String remedy = INITIAL + ", or a price table that exists";
        section.problem("file", Shown.text(written), "there is no such file", remedy);
        return resolved;
    }
}
