package dev.breakwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionPrinterTest {

    @TempDir
    Path folder;

    @Test
    void aPageForGrowthSaysWhyItCameBelowTheMoneyLine() throws Exception {
        assertThat(told("recursion", "growth"))
                .isEqualTo("Wed 19:37  PAGE      loop: 0.10 USD above normal in the last hour, and it grows, so "
                        + "its projected hourly cost counts\n");
        assertThat(told("recursion", "burst"))
                .isEqualTo("Wed 19:37  PAGE      loop: 0.10 USD above normal in the last hour\n");
    }

    @Test
    void theCostOfALastingChangeIsTheMeanOfADay() throws Exception {
        assertThat(told("lasting-change", "unit-cost"))
                .isEqualTo(
                        "Wed 19:37  PAGE      loop: 0.10 USD an hour above normal over the last day, 75 USD a month\n");
    }

    @Test
    void ofWhatNobodyWasPagedForItSpeaksOnlyWhenAskedTo() throws Exception {
        Files.writeString(
                folder.resolve("decisions.jsonl"),
                decision("open", "aa")
                        + decision("close", "aa")
                        + decision("open", "bb")
                        + decision("page", "bb")
                        + decision("refuse", "bb")
                        + decision("propose", "bb")
                        + decision("expire", "bb")
                        + decision("close", "bb"));
        assertThat(printed(false).lines().map(line -> line.substring(11, 18)))
                .containsExactly("PAGE   ", "propose", "expired", "over   ");
        assertThat(printed(true).lines()).hasSize(8);
    }

    private static String decision(String type, String incident) {
        return "{\"at\":\"2026-08-05T19:37:00Z\",\"scope\":\"function\",\"function\":\"loop\","
                + "\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"type\":\"" + type + "\",\"incident\":\""
                + incident + "\",\"detail\":\"why\",\"usdPerHour\":1}\n";
    }

    private String told(String kind, String test) throws Exception {
        Files.writeString(folder.resolve("decisions.jsonl"), """
                {"at":"2026-08-05T19:37:00Z","scope":"function","function":"loop","account":"111122223333",\
                "region":"eu-west-1","type":"page","usdPerHour":0.104,"finding":{"kind":"%s",\
                "evidence":{"test":"%s","value":1.2,"line":1.05,"text":""}}}
                """.formatted(kind, test));
        return printed(false);
    }

    private String printed(boolean all) throws Exception {
        StringWriter out = new StringWriter();
        DecisionPrinter story = new DecisionPrinter(new PrintWriter(out), false, 1, all);
        new RunFolder(folder).rows(LedgerFile.DECISIONS, d -> true).forEach(story::decision);
        return out.toString();
    }
}
