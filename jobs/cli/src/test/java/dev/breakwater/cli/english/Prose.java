package dev.breakwater.cli.english;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Extracts the sentences of a Markdown page from paragraphs, list items and table cells, without code, headings and
 * generated tables. A sentence ends also at a dash, and at a colon before a sentence.
 */
final class Prose {

    private static final Pattern NO_PROSE = Pattern.compile(
            "^---\\n.*?^---\\n|^ *```.*?^ *```\\s*$|^<!-- (?!/|end of)[^\\n]*-->\\n.*?^<!-- (?:/|end of )[^\\n]*-->$|<!--.*?-->",
            Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("(?:#|\\||[-*+] |\\d+[.)] |>|---).*");
    private static final Pattern END = Pattern.compile("(?<=[.!?…])[\"')”]*\\s+(?=[\"'(“A-Z0-9])"
            + "|(?<=[a-z]{4}\\.)\\s+(?=[a-z])|: (?=[A-Z][a-z]+ [a-z])| (?:--|–|—) |---|—");
    private static final Pattern ASIDE = Pattern.compile("\\([^()]*\\)");

    private Prose() {}

    static List<String> sentences(String markdown) {
        String text = NO_PROSE.matcher(markdown)
                .replaceAll("")
                .replaceAll("!\\[[^\\]]*\\]\\([^)]*\\)", "")
                .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .replaceAll("`+[^`]*`+", "X")
                .replaceAll("[*_]{1,2}(?=\\S)|(?<=\\S)[*_]{1,2}", "");
        return blocks(text).stream()
                .flatMap(block -> Arrays.stream(END.split(block)))
                .map(String::strip)
                .filter(sentence -> sentence.matches(".*\\w.*"))
                .toList();
    }

    /** Returns the words without numbers, code and asides in parentheses, or those of an aside if it has more. */
    static long words(String sentence) {
        return Stream.concat(
                        Stream.of(ASIDE.matcher(sentence).replaceAll("")),
                        ASIDE.matcher(sentence).results().map(MatchResult::group))
                .mapToLong(part -> Arrays.stream(part.split("\\s+"))
                        .filter(word -> word.matches(".*[A-Za-z].*") && !word.matches("\\W*X\\W*"))
                        .count())
                .max()
                .orElseThrow();
    }

    private static List<String> blocks(String text) {
        List<String> blocks = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : text.lines().map(String::strip).toList()) {
            boolean begins = line.isEmpty()
                    || line.contains(" | ")
                    || BLOCK.matcher(line).matches();
            if (begins) {
                blocks.add(open.toString());
                open.setLength(0);
            }
            if (line.startsWith("|") || line.contains(" | ")) {
                blocks.addAll(List.of(line.split("\\|")));
            } else if (!line.startsWith("#") && !line.startsWith("---")) {
                String said = begins ? line.replaceFirst("^(?:[-*+]|\\d+[.)]|>) *", "") : line;
                open.append(open.isEmpty() ? "" : " ").append(said);
            }
        }
        blocks.add(open.toString());
        return blocks;
    }
}
