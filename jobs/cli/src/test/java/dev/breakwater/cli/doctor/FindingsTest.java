package dev.breakwater.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.doctor.Findings.Finding;
import dev.breakwater.cli.doctor.Findings.Where;
import org.junit.jupiter.api.Test;

class FindingsTest {

    private static final Finding THERE = Finding.there("folder", Where.HERE, "ledger.path", "");
    private static final Finding MISSING =
            Finding.missing("folder", Where.HERE, "ledger.path", "gone", "nothing starts");
    private static final Finding UNKNOWN = Finding.unknown(
            "permission", new Where("111122223333", "eu-west-1", "act"), "lambda:TagResource", "", "no throttle");

    @Test
    void whatIsMissingWeighsMoreThanWhatCannotBeToldAndOptionalThingsNothing() {
        assertThat(exit(THERE)).isZero();
        assertThat(exit(THERE, MISSING.asOptional(), UNKNOWN.asOptional())).isZero();
        assertThat(exit(THERE, UNKNOWN)).isEqualTo(1);
        assertThat(exit(MISSING, UNKNOWN, THERE)).isEqualTo(3);
    }

    @Test
    void aLineSaysWhatWhereAndWhatItCosts() {
        assertThat(MISSING.text())
                .isEqualTo("MISSING      folder        ledger.path: gone\n"
                        + "                           without it: nothing starts\n");
        assertThat(UNKNOWN.text())
                .isEqualTo("CANNOT TELL  permission    111122223333 eu-west-1 act  lambda:TagResource\n"
                        + "                           without it: no throttle\n");
        assertThat(THERE.text()).isEqualTo("ok           folder        ledger.path\n");
    }

    @Test
    void theSummaryLeavesOutWhatIsZero() {
        Findings findings = new Findings(f -> {});
        findings.add(THERE);
        assertThat(findings.summary()).isEqualTo("1 there\n");
        findings.add(UNKNOWN);
        assertThat(findings.summary()).isEqualTo("1 there, 1 cannot be told\n");
    }

    @Test
    void whatComesFromOutsideStaysOnItsLine() {
        Finding hostile = Finding.missing("notify", Where.HERE, "test page", "a\nb\u001b[2J", "");
        assertThat(hostile.text()).isEqualTo("MISSING      notify        test page: a b [2J\n");
    }

    private static int exit(Finding... found) {
        Findings findings = new Findings(f -> {});
        for (Finding f : found) findings.add(f);
        return findings.exitCode();
    }
}
