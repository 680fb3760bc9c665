package dev.breakwater.cli.english;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests with rules that the pages and comments are in plain English. To count the sentences of other pages that the
 * rules would find: {@code -Dtest=PlainEnglishTest -Dbreakwater.english=FOLDER}.
 */
class PlainEnglishTest {

    private static final Path ROOT = Path.of("../..");

    @ParameterizedTest
    @MethodSource("rules")
    void aRuleFindsWhatItIsForAndPassesThePlainForm(Rule rule) {
        assertThat(rule.finds(rule.failing())).as(rule.failing()).isTrue();
        assertThat(faults(rule.passing())).isEmpty();
    }

    static Stream<Rule> rules() {
        return Rule.ALL.stream();
    }

    @Test
    void aSentenceOfMoreThan35WordsIsTooLong() {
        assertThat(faults("one ".repeat(35) + ".")).isEmpty();
        assertThat(faults("one ".repeat(36) + ".")).hasSize(1);
        assertThat(faults("one ".repeat(35) + "(an aside) of 3 X.")).hasSize(1);
        assertThat(faults("one ".repeat(34) + "(an aside) of 3 X.")).isEmpty();
        assertThat(faults("one (" + "one ".repeat(36) + ").")).hasSize(1);
    }

    @Test
    void sentencesAreThoseOfParagraphsItemsAndCells() {
        String page = """
                # No sentence
                One has
                two lines. The [second](x.md) is `code`.
                - An item
                  goes further
                - Note: One colon is
                  like – a stop. iOS begins

                | a cell | 1.5 of another |
                |---|---|

                without | an edge
                --------|--------
                ```
                no sentence
                ```
                <!-- made: by a command -->
                | no sentence |
                <!-- /made -->
                """;
        assertThat(Prose.sentences(page))
                .containsExactly(
                        "One has two lines.",
                        "The second is X.",
                        "An item goes further",
                        "Note",
                        "One colon is like",
                        "a stop.",
                        "iOS begins",
                        "a cell",
                        "1.5 of another",
                        "without",
                        "an edge");
    }

    @Test
    void sentencesOfCommentsAreThoseOfJavadocItsTagsAndLines() {
        String java = """
                /**
                 * One has {@code a * b}
                 * two lines. Another.
                 *
                 * @param x no {@link Y}
                 */
                String text = "// no comment"; // at the end
                // and below
                """;
        assertThat(Comments.sentences(java))
                .containsExactly("One has X two lines.", "Another.", "no X", "at the end and below");
    }

    @Test
    void thePagesFollowTheRules() throws IOException {
        List<String> faults = new ArrayList<>();
        for (String folder : List.of("", "docs", "docs/adr", "docker", "config/iam")) {
            for (Path page : pages(ROOT.resolve(folder), 1)) {
                if (page.endsWith("CHANGELOG.md")) continue;
                Prose.sentences(Files.readString(page)).stream()
                        .flatMap(sentence -> faults(sentence).stream())
                        .forEach(fault -> faults.add(page.normalize() + ": " + fault));
            }
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config",
                "connectors/alarms",
                "connectors/aws",
                "connectors/http",
                "connectors/lambda",
                "connectors/testkit",
                "docker",
                "jobs/exposure",
                "connectors/cloudwatch/src/main",
                "connectors/receive/src/main",
                "jobs/bench/src/main",
                "jobs/cli/src/main",
                "jobs/engine/src/main",
                "jobs/model/src/main",
                "jobs/guard/src/main",
                "jobs/ledger/src/main",
                "jobs/report/src/main"
            })
    void theCommentsFollowTheRules(String module) throws IOException {
        List<String> faults = new ArrayList<>();
        for (Path file : files(ROOT.resolve(module), 40, ".java")) {
            if (!file.toString().contains("/src/")) continue;
            Comments.sentences(Files.readString(file)).stream()
                    .flatMap(sentence -> Rule.ALL.stream()
                            .filter(rule -> rule.finds(sentence))
                            .map(rule -> "write \"" + rule.instead() + "\": " + sentence))
                    .forEach(fault -> faults.add(file.getFileName() + ": " + fault));
        }
        assertThat(faults).isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = "breakwater.english", matches = ".+")
    void measureOtherPages() throws IOException {
        List<String> sentences = new ArrayList<>();
        for (Path page : pages(Path.of(System.getProperty("breakwater.english")), 20)) {
            sentences.addAll(Prose.sentences(Files.readString(page)));
        }
        List<String> found = sentences.stream()
                .filter(sentence -> !faults(sentence).isEmpty())
                .toList();
        long tooLong = found.stream().filter(s -> Prose.words(s) > Rule.LONGEST).count();
        System.out.printf("%d sentences, %d found, %d of them too long%n", sentences.size(), found.size(), tooLong);
        assertThat(sentences).isNotEmpty();
    }

    private static List<String> faults(String sentence) {
        List<String> faults = new ArrayList<>();
        if (Prose.words(sentence) > Rule.LONGEST) faults.add("more than " + Rule.LONGEST + " words: " + sentence);
        for (Rule rule : Rule.ALL) {
            if (rule.finds(sentence)) faults.add("write \"" + rule.instead() + "\": " + sentence);
        }
        return faults;
    }

    private static List<Path> pages(Path folder, int depth) throws IOException {
        return files(folder, depth, ".md");
    }

    private static List<Path> files(Path folder, int depth, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        }
    }
}
