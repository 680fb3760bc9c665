package dev.breakwater.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.ledger.AttackRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.folder.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttackResultsTest {

    private static final AttackRow FLOOD = new AttackRow(
            "flood",
            List.of("checkout"),
            SampleRun.ONSET.minusSeconds(60),
            SampleRun.ONSET.plusSeconds(3600),
            "requests x32 for 60 minutes");
    private static final AttackRow UNSEEN =
            new AttackRow("leech", List.of("nobody"), SampleRun.ONSET, SampleRun.ONSET.plusSeconds(3600), "a leech");

    @TempDir
    Path out;

    @Test
    void theReportOpensWithThemAndSetsPagesForNothingApart() throws Exception {
        new SampleRun(out)
                .flood("0123456789ab", "checkout")
                .flood("ba9876543210", "innocent")
                .summary(10, 0, 0);
        new RunFolder(out).write(LedgerFile.ATTACKS, List.of(FLOOD, UNSEEN));
        String page = Files.readString(RunReport.write(out));
        assertThat(page)
                .contains(
                        "1 of 2 injected attacks paged, 1 of them throttled: $28.95 above normal, $17.25 averted (simulated)")
                .contains("Total good calls that the limits would have refused: 200 (estimated).")
                .contains("1 page without an attack: $28.95 above what was expected.")
                .contains(
                        "injected: requests x32 for 60 minutes",
                        "this was a false page, because no attack was injected here")
                .contains(
                        "throttled to 31 after 26 min",
                        ">never</td>",
                        "1 of 2 injected attacks were paged, 1 throttled",
                        "class=\"held-demand\"");
        assertThat(page.indexOf("id=\"attacks\"")).isLessThan(page.indexOf("id=\"timeline\""));
        assertThat(page.indexOf("id=\"i-0123456789ab\"")).isLessThan(page.indexOf("id=\"i-ba9876543210\""));
    }

    @Test
    void oneOnManyFunctionsCostsWhatTheirIncidentsDoTogetherAndTheAccountsIsNotAddedToThem() throws Exception {
        new SampleRun(out)
                .flood("0123456789ab", "checkout")
                .flood("ba9876543210", "cart")
                .spread("aaaaaaaaaaaa", 50)
                .summary(10, 0, 0);
        assertThat(spread().excessUsd()).as("of functions").isEqualByComparingTo("57.90");
        new SampleRun(out).spread("bbbbbbbbbbbb", 30);
        assertThat(spread().excessUsd()).as("the account's two are more").isEqualByComparingTo("80");
        assertThat(spread().sums()).contains("$80.00 above normal, $34.50 averted");
        assertThat(spread().refused())
                .isEqualTo("Total good calls that the limits would have refused: 200 (estimated).");
    }

    private AttackResults spread() throws Exception {
        List<AttackRow> rows = List.of(new AttackRow(
                "spread", List.of("checkout", "cart"), SampleRun.ONSET, SampleRun.ONSET.plusSeconds(3600), "x2"));
        return AttackResults.of(rows, new RunFolder(out).rows(LedgerFile.INCIDENTS, i -> true));
    }

    @Test
    void withoutThemNothingIsSaidOfCauses() throws Exception {
        new SampleRun(out).flood("0123456789ab", "checkout").summary(10, 0, 0);
        assertThat(Files.readString(RunReport.write(out))).doesNotContain("injected", "a false page");
    }
}
