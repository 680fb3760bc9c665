package dev.breakwater.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.Tiers.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The constants in {@code docs/detection.md} are those of the code, at both levels. */
class TiersDocumentTest {

    private static final String BEGIN = "<!-- constants: checked by TiersDocumentTest -->\n";
    private static final String END = "<!-- /constants -->";

    @Test
    void thePageHasTheConstantsOfTheCode() throws IOException {
        String page = Files.readString(Path.of("../../docs/detection.md"));
        assertThat(page).contains(BEGIN);
        Map<String, List<Double>> pages = new HashMap<>();
        Map<String, List<Double>> warns = new HashMap<>();
        page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END))
                .lines()
                .skip(2)
                .map(row -> row.split("\\|"))
                .forEach(cells -> {
                    String names = cells[1].strip();
                    pages.put(names, numbers(cells[2]));
                    warns.put(names, numbers(cells[3]));
                });
        assertThat(pages).containsExactlyInAnyOrderEntriesOf(constants(Tier.PAGE));
        assertThat(warns).containsExactlyInAnyOrderEntriesOf(constants(Tier.WARN));
    }

    private static List<Double> numbers(String cell) {
        return Arrays.stream(cell.strip().split(" / "))
                .map(n -> n.equals("-") ? Double.POSITIVE_INFINITY : Double.parseDouble(n))
                .toList();
    }

    private static Map<String, List<Double>> constants(Tier t) {
        return Map.ofEntries(
                Map.entry("R3 / R15", List.of(t.demand().line3(), t.demand().line15())),
                Map.entry("R60 / R180", List.of(t.demand().line60(), t.demand().line180())),
                Map.entry(
                        "RR / C / ER / BR",
                        List.of(
                                t.rise().line60(),
                                t.rise().by(),
                                t.rise().envelope(),
                                t.rise().busyShare())),
                Map.entry("k / b3", List.of(t.demand().history(), t.demand().margin3())),
                Map.entry("E3 / E15", List.of(t.envelopes().of3(), t.envelopes().of15())),
                Map.entry(
                        "E60 / E15s", List.of(t.envelopes().of60(), t.goingOn().envelope15())),
                Map.entry("G15 / G60", List.of(t.goingOn().line15(), t.goingOn().line60())),
                Map.entry("B", List.of(t.busyShare())),
                Map.entry("M", List.of((double) t.persistence())),
                Map.entry("RU / kU", List.of(t.unit().line(), t.unit().history())),
                Map.entry("kx / XN", List.of(t.excess().share(), t.excess().calls())));
    }
}
