package dev.breakwater.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.replay.Replay.ProgressLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    @Test
    void itIsOneLineOfATerminalAndNothingElsewhere() {
        assertThat(written(true)).isEqualTo("\r1,200 samples\r2,000,000 samples\r\u001b[K");
        assertThat(written(false)).isEmpty();
    }

    private static String written(boolean terminal) {
        StringWriter text = new StringWriter();
        try (ProgressLine line = new ProgressLine(new PrintWriter(text), terminal)) {
            line.progress(1_200);
            line.progress(2_000_000);
        }
        return text.toString();
    }
}
