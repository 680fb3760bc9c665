package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.config.ConfigFile;
import dev.breakwater.guard.live.KeptConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentTest {

    @TempDir
    Path folder;

    private final Configuration flink = new Configuration();
    private final List<String> built = new ArrayList<>();

    @BeforeEach
    void asWithHighAvailability() throws IOException {
        flink.setString("execution.checkpointing.dir", folder.toUri().toString());
        flink.set(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID, new JobID().toHexString());
        write("first");
    }

    @Test
    void aFailoverFallsBackToTheDeployedConfigurationAndNotToALaterFile() throws IOException {
        deploy();
        write("bad");
        build();
        Files.delete(folder.resolve("breakwater.yaml"));
        build();
        write("second");
        build();
        write("bad");
        build();
        assertThat(built).containsExactly("first", "first", "first", "second", "first");
    }

    @Test
    void anotherJobDoesNotBeginWithIt() throws IOException {
        deploy();
        write("bad");
        flink.set(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID, new JobID().toHexString());
        assertThatThrownBy(this::build).hasMessage("bad file");
        flink.removeConfig(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID);
        assertThatThrownBy(this::build).hasMessage("bad file");
    }

    @ParameterizedTest
    @CsvSource({
        "execution.state-recovery.ignore-unclaimed-state, true",
        "job.autoscaler.enabled, true",
        "pipeline.jobvertex-parallelism-overrides, 0a448493b4782967b150582570326227:2",
        "scheduler-mode, reactive"
    })
    void whatWouldLoseLeasesOrMultiplyWritersIsRefusedByItsName(String option, String value) {
        assertThatCode(() -> Deployment.check(flink)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Deployment.check(Configuration.fromMap(Map.of(option, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(option + " ")
                .hasMessageContaining("Remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"remote", "kubernetes-session", "yarn-session"})
    void aSessionClusterIsRefused(String target) {
        assertThatCode(() -> Deployment.requireOwnCluster(flink)).doesNotThrowAnyException();
        flink.set(DeploymentOptions.TARGET, "embedded");
        assertThatCode(() -> Deployment.requireOwnCluster(flink)).doesNotThrowAnyException();
        flink.set(DeploymentOptions.TARGET, target);
        assertThatThrownBy(() -> Deployment.requireOwnCluster(flink))
                .hasMessageStartingWith("execution.target is a session cluster");
    }

    private void build() {
        new Deployment(folder.resolve("breakwater.yaml"), "", flink).build(this::accept);
    }

    /** The first graph runs and writes its copy. All later graphs are from failovers, and never run. */
    private void deploy() {
        build();
        KeptConfiguration.of(flink).orElseThrow().write(new ConfigFile("", "", built.get(0)));
    }

    private void accept(ConfigFile file) {
        if (file.text().equals("bad")) throw new IllegalArgumentException("bad file");
        assertThat(file.path()).isEqualTo(folder.resolve("breakwater.yaml").toString());
        built.add(file.text());
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("breakwater.yaml"), text);
    }
}
