package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StageTest {

    @Test
    void uidsNeverChangeBecauseSavepointsFindTheirStateByThem() throws Exception {
        try (var golden = getClass().getResourceAsStream("uids.txt")) {
            assertThat(Arrays.stream(Stage.values()).map(Stage::uid).toList())
                    .containsExactlyElementsOf(new String(golden.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        }
    }
}
