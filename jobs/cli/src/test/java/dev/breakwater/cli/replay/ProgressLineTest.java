package dev.breakwater.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.replay.Replay.ProgressLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    @Test
    void itIsOneLineOfATerminalAndElsewhereALineEvery15Seconds() {
        assertThat(written(true))
                .isEqualTo("\r1,200 samples so far\r2,000,000 samples so far\r3,000,000 samples so far\r\u001b[K");
        assertThat(written(false)).isEqualTo("breakwater: 2,000,000 samples replayed so far\n");
    }

    private static String written(boolean terminal) {
        StringWriter text = new StringWriter();
        AtomicLong nanos = new AtomicLong(7);
        try (ProgressLine line = new ProgressLine(new PrintWriter(text), terminal, nanos::get)) {
            nanos.addAndGet(14_000_000_000L);
            line.progress(1_200);
            nanos.addAndGet(1_000_000_000L);
            line.progress(2_000_000);
            nanos.addAndGet(14_000_000_000L);
            line.progress(3_000_000);
        }
        return text.toString();
    }
}
