package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that each test named in {@code docs/guarantees.md} exists. */
class GuaranteesDocumentTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|IT))(?:\\.(\\w+))?`");
    private static final Pattern ROW = Pattern.compile("\\| I?\\d+ \\|.*");

    @Test
    void everyTestThatAPromiseNamesExists() throws IOException {
        Map<String, String> sources = testSources();
        List<String> missing = new ArrayList<>();
        int named = 0;
        Matcher m = NAMED.matcher(Files.readString(ROOT.resolve("docs/guarantees.md")));
        while (m.find()) {
            named++;
            String source = sources.getOrDefault(m.group(1), "");
            String method = m.group(2) == null ? "" : "void " + m.group(2) + "(";
            if (source.isEmpty() || !source.contains(method)) missing.add(m.group());
        }
        assertThat(missing).isEmpty();
        assertThat(named).as("and there are some").isGreaterThan(100);
    }

    @Test
    void everyPromiseNamesATest() throws IOException {
        List<String> rows = Files.readAllLines(ROOT.resolve("docs/guarantees.md")).stream()
                .filter(line -> ROW.matcher(line).matches())
                .toList();
        assertThat(rows).hasSizeGreaterThan(80);
        assertThat(rows)
                .allSatisfy(row -> assertThat(NAMED.matcher(row).find()).as(row).isTrue());
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(f -> f.toString().contains("src/test/java"))
                    .filter(f -> f.toString().endsWith(".java"))
                    .forEach(f -> sources.merge(name(f), read(f), String::concat));
        }
        return sources;
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".java".length());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
