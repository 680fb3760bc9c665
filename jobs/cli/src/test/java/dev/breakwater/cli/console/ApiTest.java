package dev.breakwater.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.report.console.JobState;
import org.junit.jupiter.api.Test;

class ApiTest {

    @Test
    void everyAnswerSaysOfTheJobsLifeWhatTheBannerMeans() throws Exception {
        JsonNode all = new ObjectMapper().readTree(new OpenApi().document());
        assertThat(all.findValues("jobAlive")).hasSize(OpenApi.PATHS.size() - 1);
        assertThat(all.findValues("jobAlive"))
                .extracting(p -> p.path("description").asText())
                .containsOnly(JobState.ALIVE);
        assertThat(all.findValues("alive"))
                .extracting(p -> p.path("description").asText())
                .containsOnly(JobState.ALIVE);
    }
}
