package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.read.Problems.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each problem names the line and column where the file has to be changed. */
class PlacesOfProblemsTest {

    @Test
    void aKeyIsAtItsOwnPlace() {
        assertThat(places("""
                apiVersion: breakwater.dev/v1
                mode: loud
                source:
                  landing: { path: ./in }
                inventory: { evry: 5m }
                blastRadius:
                    atOnce: 1001
                policies:
                  - name: pay
                    match: { function: "pay-*" }
                    trottle: {}
                  - name: default
                    throttle:
                      floor: -1
                """))
                .containsExactlyInAnyOrder(
                        "2:1 mode",
                        "5:14 inventory.evry",
                        "7:5 blastRadius.atOnce",
                        "11:5 policies[0].trottle",
                        "14:7 policies[1].throttle.floor");
    }

    @Test
    void whatIsMissingIsAtTheSectionThatLacksIt() {
        assertThat(places("""
                apiVersion: breakwater.dev/v1
                source: { landing: { path: ./in } }
                accounts:
                  - id: "111122223333"
                groups:
                  - name: g
                """)).containsExactlyInAnyOrder("4:5 accounts[0].regions", "6:5 groups[0].match");
        // the key is missing from the whole file, so no line is wrong
        assertThat(places("source: { landing: { path: ./in } }\n")).containsExactly("0:0 apiVersion");
    }

    @Test
    void aRegionWithoutPricesIsFoundAfterTheFileIsRead() {
        assertThat(places("""
                apiVersion: breakwater.dev/v1
                source: { landing: { path: ./in } }
                accounts:
                  - id: "111122223333"
                    regions: [eu-west-1, xx-nowhere-9]
                """)).singleElement().asString().startsWith("5:26 ");
    }

    @Test
    void aTabIsNamedAsOneWithItsLine() {
        List<Problem> problems = Loading.text("""
                apiVersion: breakwater.dev/v1
                source:
                \tlanding: { path: ./in }
                """).problems();
        assertThat(problems)
                .singleElement()
                .hasToString("line 3, column 1: is not YAML (found a tab); write spaces, because YAML allows no tabs "
                        + "before a key");
    }

    @Test
    void aCharacterIsFoundOnce() {
        assertThat(Loading.text("mode: @x\n").problems())
                .singleElement()
                .asString()
                .startsWith("line 1, column 7: is not YAML (found character '@'")
                .doesNotContain("found found");
    }

    @Test
    void aStarWithoutQuotesIsToldToBeQuoted() {
        for (String pattern : List.of("*", "*-api")) {
            assertThat(Loading.text("mode: " + pattern + "\n").problems())
                    .singleElement()
                    .asString()
                    .startsWith("line 1, column ")
                    .endsWith("write the value itself, in quotes if it begins with *");
        }
    }

    private static List<String> places(String yaml) {
        return Loading.text(yaml).problems().stream()
                .map(p -> p.line() + ":" + p.column() + " " + p.path())
                .toList();
    }
}
