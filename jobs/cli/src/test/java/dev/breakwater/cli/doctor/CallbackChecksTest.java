package dev.breakwater.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.doctor.Doctor.CallbackChecks;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.ledger.CallbackRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.folder.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that an unknown type of event is shown with its name and result. */
class CallbackChecksTest {

    private static final Instant AT = Instant.parse("2026-08-05T14:30:00Z");

    @TempDir
    Path folder;

    @Test
    void aTypeThatIsNotKnownIsShownAndWhatTellsOfAnIncidentsLifeIsNot() throws Exception {
        new RunFolder(folder)
                .write(
                        LedgerFile.CALLBACKS,
                        List.of(
                                new CallbackRow("incident.triggered", true, 0, 9, AT),
                                new CallbackRow("pagey.heard", false, 2, 1, AT),
                                new CallbackRow("pagey.unheard", false, 0, 3, AT)));
        Findings findings = new Findings(f -> {});
        new CallbackChecks(findings)
                .check(ConfigLoader.load(Files.writeString(
                                folder.resolve("breakwater.yaml"),
                                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: . }\n"
                                        + "door: { pagerduty: \"env:PD\" }\n"))
                        .value());
        assertThat(findings.all()).hasSize(2);
        assertThat(findings.all().get(0).text())
                .contains("ok", "PagerDuty pagey.heard", "2 accepted as a person's request, 1 not accepted");
        assertThat(findings.all().get(1).text())
                .contains(
                        "missing (*)",
                        "PagerDuty pagey.unheard",
                        "0 accepted as a person's request, 3 not accepted",
                        "a button of this type does nothing");
        assertThat(findings.exitCode())
                .as("whether it is a button is not known")
                .isZero();
    }
}
