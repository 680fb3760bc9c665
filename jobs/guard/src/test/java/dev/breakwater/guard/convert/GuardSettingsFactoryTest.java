package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.engine.control.ControlSettings;
import dev.breakwater.guard.GuardSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardSettingsFactoryTest {

    @Test
    void controlHearsWhoseMarksAreItsOwnAndHowManyIncidentsAreOneAlert(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("b.yaml"), """
                apiVersion: breakwater.dev/v1
                mode: enforce
                instance: { name: prod, adopts: [breakwater-111122223333] }
                source: { landing: { path: ./in } }
                notify: { together: 12 }
                """);
        ControlSettings control = GuardSettings.ofLive(ConfigLoader.load(file).value(), Map.of(), "prod", 1000)
                .control();
        assertThat(control.owners()).containsExactlyInAnyOrder("prod", "breakwater-111122223333");
        assertThat(control.together()).isEqualTo(12);
    }
}
