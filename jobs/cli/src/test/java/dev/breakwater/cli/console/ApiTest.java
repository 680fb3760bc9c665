package dev.breakwater.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.report.console.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ApiTest {

    private static final Path STORED = Path.of("src/main/resources/dev/breakwater/cli/console/openapi.json");

    /** After a change, rewrite the document with {@code -Dbreakwater.write=true}. */
    @Test
    void theDocumentDescribesEveryAnswer() throws Exception {
        assertThat(OpenApi.PATHS)
                .extracting(OpenApi.Path::path)
                .isEqualTo(Arrays.stream(Api.values()).map(Api::path).toList());
        String written = new OpenApi().document() + "\n";
        if (Boolean.getBoolean("breakwater.write")) Files.writeString(STORED, written);
        assertThat(Files.readString(STORED)).isEqualTo(written);
    }

    @Test
    void everyAnswerSaysOfTheJobsLifeWhatTheBannerMeans() throws Exception {
        JsonNode all = new ObjectMapper().readTree(Api.DOCUMENT);
        assertThat(all.findValues("jobAlive")).hasSize(Api.values().length - 1);
        assertThat(all.findValues("jobAlive"))
                .extracting(p -> p.path("description").asText())
                .containsOnly(JobState.ALIVE);
        assertThat(all.findValues("alive"))
                .extracting(p -> p.path("description").asText())
                .containsOnly(JobState.ALIVE);
    }
}
