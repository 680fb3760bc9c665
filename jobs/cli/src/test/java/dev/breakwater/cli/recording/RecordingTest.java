package dev.breakwater.cli.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.cli.recording.Recording.Column;
import dev.breakwater.cli.recording.Recording.RecordedFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

    private static final String HEADER = "{\"format\":\"breakwater-recording/1\",\"start\":\"2026-08-03T00:00:00Z\","
            + "\"minutes\":3,\"columns\":[\"invocations\",\"throttles\",\"errors\",\"durationMeanMs\",\"durationMaxMs\","
            + "\"concurrency\"],\"functions\":[{\"function\":\"f\\\"\\u0001\",\"account\":\"1\",\"region\":\"r\"}],\"totals\":{}}\n";
    private static final String ROWS = "5 -3 -2\n0 1 3\n0 1 -1\n100 0 0\n200 0 -200\n2 -1 -1\n";

    @TempDir
    Path folder;

    @Test
    void addsTheDifferencesUp() throws IOException {
        RecordedFunction function =
                Recording.read(gzip(HEADER + ROWS)).functions().get(0);
        assertThat(function.columns()[Column.INVOCATIONS.ordinal()]).containsExactly(5, 2, 0);
        assertThat(function.columns()[Column.THROTTLES.ordinal()]).containsExactly(0, 1, 4);
    }

    @Test
    void aMinuteOfRefusedCallsOnlySendsThrottlesAlone() throws IOException {
        RecordedFunction function =
                Recording.read(gzip(HEADER + ROWS)).functions().get(0);
        Path file = folder.resolve("samples.jsonl.gz");
        try (StreamFile out = new StreamFile(file)) {
            function.write(out, 2, 2);
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"metric_stream_name\":\"recording\",\"account_id\":\"1\",\"region\":\"r\","
                            + "\"namespace\":\"AWS/Lambda\",\"metric_name\":\"Throttles\",\"dimensions\":"
                            + "{\"FunctionName\":\"f\\\"\\u0001\"},\"timestamp\":120000,"
                            + "\"value\":{\"count\":4,\"sum\":4,\"max\":1,\"min\":0},\"unit\":\"Count\"}\n");
        }
    }

    @Test
    void refusesWhatIsCutShortOrOfAnotherFormat() {
        assertThatThrownBy(() -> Recording.read(gzip(HEADER + "5 -3 -2\n0 1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("incomplete");
        assertThatThrownBy(() -> Recording.read(gzip(HEADER.replace("recording/1", "recording/2"))))
                .hasMessageContaining("breakwater-recording/2");
    }

    private static InputStream gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
