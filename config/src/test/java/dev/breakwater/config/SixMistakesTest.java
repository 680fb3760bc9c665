package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Document.Loaded;
import org.junit.jupiter.api.Test;

class SixMistakesTest {
    private static final String KEY = "R0123456789ABCDEF0123456789ABCDE";

    private static final String YAML = """
            apiVersion: breakwater.dev/v1
            mode: enfroce
            source: { landing: { path: ./in } }
            policies:
              - name: default
                match: { function: "*" }
                page: { minUsdPerHour: -5 }
                throttle: { floor: 0, hold: 90 minutes }
            notify:
              pagerduty: { routingKey: %s }
            blastRaduis: { atOnce: 5 }
            """.formatted(KEY);

    @Test
    void findsAllSixWithPathRuleAndRemedy() {
        assertThat(Loading.lines(Loading.text(YAML)))
                .containsExactly(
                        "mode: is not one of the allowed words (found enfroce); write one of observe, alert, approve, enforce",
                        "policies[0].page.minUsdPerHour: must not be negative (found -5); write a number from 0 to 1000000, or auto",
                        "policies[0].throttle.floor: floor >= 1 (found 0); write 1 or more (0 stops the function and needs allowFullStop: on)",
                        "policies[0].throttle.hold: is not a duration (found 90 minutes); write 90m",
                        "notify.pagerduty.routingKey: must be a reference to the secret (found (hidden, 32 characters)); write a reference: env:NAME, file:PATH or aws-secret:ID[#KEY]",
                        "blastRaduis: unknown key (found blastRaduis); write blastRadius");
    }

    @Test
    void neverShowsTheRoutingKeyWhereverItStands() {
        String everywhere = YAML.replace("enfroce", KEY)
                .replace("90 minutes", KEY)
                .replace("-5", KEY)
                .replace("name: default", "name: '" + KEY + "!'")
                .replace("blastRaduis", KEY);

        Loaded<Settings> result = Loading.text(everywhere);

        assertThat(result.problems()).hasSize(7);
        assertThat(Loading.lines(result).toString()).doesNotContain(KEY).doesNotContain(KEY.substring(0, 16));
    }
}
