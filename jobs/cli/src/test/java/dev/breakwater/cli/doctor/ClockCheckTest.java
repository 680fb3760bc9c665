package dev.breakwater.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.doctor.Findings.Finding;
import dev.breakwater.cli.doctor.Findings.Verdict;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockCheckTest {

    private static final String DATE = "Tue, 24 Nov 2026 12:00:00 GMT";

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T12:00:00.900Z, THERE, within 30 s of AWS's",
        "2026-11-24T12:00:30Z, THERE, within 30 s of AWS's",
        "2026-11-24T12:00:31Z, MISSING, 31 s ahead of AWS's",
        "2026-11-24T11:54:59Z, MISSING, 301 s behind AWS's",
    })
    void saysHowFarAndWhichWay(Instant now, Verdict verdict, String detail) {
        Finding finding = IdentityCheck.clock(DATE, now);
        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.detail()).isEqualTo(detail);
    }

    @Test
    void cannotTellWithoutADateOrWithOneThatIsNone() {
        assertThat(IdentityCheck.clock(null, Instant.EPOCH).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(IdentityCheck.clock("yesterday", Instant.EPOCH).verdict()).isEqualTo(Verdict.UNKNOWN);
    }
}
