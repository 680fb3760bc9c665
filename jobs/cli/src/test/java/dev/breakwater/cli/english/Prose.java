package dev.breakwater.cli.english;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Extracts the sentences of a Markdown page from paragraphs, list items and table cells, without code, headings and
 * generated tables.
 */
final class Prose {

    private static final Pattern NO_PROSE = Pattern.compile(
            "^---\\n.*?^---\\n|^ *```.*?^ *```\\s*$|^<!-- (?!/|end of)[^\\n]*-->\\n.*?^<!-- (?:/|end of )[^\\n]*-->$|<!--.*?-->",
            Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("(?:#|\\||[-*+] |\\d+[.)] |>|---).*");
    private static final Pattern END = Pattern.compile("(?<=[.!?])[\"')]*\\s+(?=[\"'(A-Z0-9])");

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
                .filter(sentence -> words(sentence) > 0)
                .toList();
    }

    static long words(String sentence) {
        return Arrays.stream(sentence.split("\\s+"))
                .filter(word -> word.matches(".*\\w.*"))
                .count();
    }

    private static List<String> blocks(String text) {
        List<String> blocks = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : text.lines().map(String::strip).toList()) {
            boolean begins = line.isEmpty() || BLOCK.matcher(line).matches();
            if (begins) {
                blocks.add(open.toString());
                open.setLength(0);
            }
            if (line.startsWith("|")) {
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
