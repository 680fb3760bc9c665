package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the targets of links in the documents exist. */
class DocumentationTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|mailto:)([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern DECISION = Pattern.compile("\\d{4}-.*\\.md");
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*)(?:\\.\\w+)?`");

    @Test
    void everyLinkLeadsToAFileAndAHeadingOfIt() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path page : pages()) {
            Matcher m = LINK.matcher(Files.readString(page));
            while (m.find()) {
                Path to = m.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(m.group(1)).normalize();
                if (!Files.exists(to) || m.group(2) != null && !anchors(to).contains(m.group(2))) {
                    dead.add(page + ": " + m.group());
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyClassOnTheWayOfASampleExists() throws IOException {
        Set<String> known;
        try (Stream<Path> files = Files.walk(ROOT)) {
            known = files.filter(f -> f.toString().contains("/src/"))
                    .map(f -> f.getFileName().toString())
                    .collect(Collectors.toSet());
        }
        Set<String> named = CLASS.matcher(Files.readString(ROOT.resolve("docs/ARCHITECTURE.md")))
                .results()
                .map(m -> m.group(1) + ".java")
                .collect(Collectors.toSet());
        assertThat(named).hasSizeGreaterThan(30);
        assertThat(known).containsAll(named);
    }

    @Test
    void theIndexHasEveryDecisionByItsTitle() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/adr"))) {
            for (Path file : files.filter(
                            f -> DECISION.matcher(f.getFileName().toString()).matches())
                    .toList()) {
                String title = Files.readAllLines(file).get(0);
                lines.add(title.replaceFirst("# (\\d+)\\. (.*)", "- $1 [$2](" + file.getFileName() + ")"));
            }
        }
        List<String> index = Files.readAllLines(ROOT.resolve("docs/adr/README.md")).stream()
                .filter(line -> line.startsWith("- "))
                .map(line -> line.replace(" (superseded)", ""))
                .toList();
        assertThat(lines).hasSizeGreaterThan(10);
        assertThat(index).containsExactlyInAnyOrderElementsOf(lines);
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String folder : new String[] {"", "docs", "docs/adr", "docker", "config/iam"}) {
            try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
                files.filter(f -> f.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        return pages;
    }

    /** Returns headings in the form of link targets: lower case, dashes instead of blanks, and no other signs. */
    private static List<String> anchors(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }
}
