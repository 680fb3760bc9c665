package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document.Loaded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class YamlTest {
    @Test
    void namesLineAndColumnOfBrokenYamlWithoutQuotingIt() {
        List<String> lines = Loading.lines(Loading.text(Loading.MINIMAL + "notify: { key: hunter2, : [ }\n"));

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .startsWith("line 3, column ")
                .contains("is not YAML")
                .doesNotContain("hunter2");
    }

    @Test
    void commonMistakesAreToldAsPeopleSeeThem() {
        String ok = Loading.MINIMAL;
        assertThat(broken(ok + "prices:\n  file: a\n   sheet: b\n"))
                .startsWith("line 5, column 9: is not YAML (found a colon after a value); write one key a line, below");
        assertThat(broken(ok + "prices:\n    file: a\n  sheet: b\n"))
                .startsWith("line 5, column 3: is not YAML (found a line that begins further left or right than those");
        assertThat(broken(ok + "instance: name: b\n"))
                .startsWith("line 3, column 15: is not YAML (found a colon after a value); write one key a line");
        assertThat(broken(ok + "mode alert\ninstance: { name: b }\n"))
                .startsWith("line 3, column 1: is not YAML (found a line without a colon)");
        assertThat(broken(ok + "instance: { name: b\nmode: alert\n"))
                .startsWith("line 3, column 11: is not YAML (found { without })");
        assertThat(broken(ok + "accounts: [ a, b\nmode: alert\n"))
                .startsWith("line 3, column 11: is not YAML (found [ without ])");
    }

    private static String broken(String yaml) {
        List<String> lines = Loading.lines(Loading.text(yaml));
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    @Test
    void refusesDuplicateKeys() {
        List<String> lines = Loading.lines(Loading.minimalAnd("mode: alert\nmode: enforce\n"));

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .startsWith("line 4, column ")
                .contains("keys must be unique (found mode again after line 3); write each key once");
    }

    @Test
    void refusesAliasesBeforeTheyMultiply() {
        StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c <= 'j'; c++) {
            String before = ("*" + (char) (c - 1) + ",").repeat(9);
            bomb.append(c).append(": &").append(c).append(" [").append(before).append("]\n");
        }

        List<String> lines = Loading.lines(Loading.minimalAnd(bomb.toString()));

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).startsWith("line 4, column ").contains("aliases are not accepted");
    }

    @Test
    void refusesFilesThatAreTooLongOrTooDeep() {
        String comment = "# " + "x".repeat(1 << 20);
        String deep = "groups: " + "[".repeat(51) + "]".repeat(51);
        String veryDeep = "groups: " + "[".repeat(500_000);

        assertThat(Loading.lines(Loading.minimalAnd(comment)).get(0)).contains("is too long");
        assertThat(Loading.lines(Loading.minimalAnd(deep)).get(0)).contains("must not nest deeper than 50");
        assertThat(Loading.lines(Loading.minimalAnd(veryDeep)).get(0)).contains("must not nest deeper than 50");
    }

    @Test
    void refusesASecondDocumentAndWhatIsNoMapping() {
        assertThat(Loading.minimalAnd("---\nmode: enforce\n").problems()).hasSize(1);
        assertThat(Loading.lines(Loading.text(""))).singleElement().asString().contains("must be a mapping of keys");
        assertThat(Loading.lines(Loading.text("- a")))
                .singleElement()
                .asString()
                .contains("must be a mapping of keys");
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        byte[] latin = (Loading.MINIMAL + "# \u00e9").getBytes(StandardCharsets.ISO_8859_1);

        Loaded<Settings> result = Loading.bytes(latin);

        assertThat(Loading.lines(result))
                .containsExactly("file: is not UTF-8 (found other bytes); write the file in UTF-8");
    }

    @Test
    void keepsControlCharactersAndLongTextsOutOfProblems() {
        String line = Loading.lines(Loading.minimalAnd("mode: \"a\\e[31m" + " b".repeat(100_000) + "\""))
                .get(0);

        assertThat(line).hasSizeLessThan(200).doesNotContain("\u001b");
    }
}
