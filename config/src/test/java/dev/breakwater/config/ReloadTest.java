package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.model.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReloadTest {

    private static final String FILE = """
            apiVersion: breakwater.dev/v1
            mode: alert
            instance: { name: prod }
            accounts: [ { id: "111122223333", regions: [eu-west-1] } ]
            source: { landing: { path: ./landing } }
            policies: [ { name: default, match: { function: "*" }, page: { minUsdPerHour: 5 } } ]
            groups: [ { name: shop, match: { function: "shop-*" } } ]
            budgets: [ { name: all, scope: account, usdPerMonth: 100 } ]
            notify:
              pagerduty: { routingKey: "env:A" }
              hook: { url: "https://example.org", secret: "env:H" }
              receivers: [ { name: shop, pagerduty: { routingKey: "env:B" } } ]
              routes: [ { match: { groups: [shop] }, to: [shop] } ]
              together: 5
            ledger: { path: ./ledger }
            checkpoints: { every: 10s }
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mode: alert              | mode: enforce
            minUsdPerHour: 5         | minUsdPerHour: auto
            usdPerMonth: 100         | usdPerMonth: 200
            groups: [shop]           | severities: [critical]
            mode: alert              | enforcement: off
            """)
    void whatTheJobTakesUpNeedsNoRestart(String was, String is) {
        assertThat(FILE).contains(was);
        assertThat(ConfigLoader.needsRestart(load(FILE), load(FILE.replace(was, is))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mode: alert              | mode: enforce               | mode alert -> enforce
            mode: alert              | enforcement: off            | mode alert -> observe, enforcement true -> false
            minUsdPerHour: 5         | minUsdPerHour: auto         | policies
            groups: [shop]           | severities: [critical]      | notify.routes
            every: 10s               | every: 20s                  | ''
            """)
    void whatItTakesUpIsNamedToo(String was, String is, String changes) {
        assertThat(FILE).contains(was);
        assertThat(ConfigLoader.changes(load(FILE), load(FILE.replace(was, is))))
                .isEqualTo(changes.isEmpty() ? List.of() : List.of(changes.split(", ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ./landing                | ./elsewhere                 | source.landing.path
            name: prod               | name: other                 | instance.name
            eu-west-1                | us-east-1                   | accounts
            "shop-*"                 | "cart-*"                    | groups
            env:B                    | env:C                       | notify.receivers
            env:A                    | env:C                       | notify.pagerduty.routingKey
            env:H                    | env:C                       | notify.hook
            together: 5              | together: 6                 | notify.together
            ./ledger                 | ./other                     | ledger.path
            every: 10s               | every: 20s                  | checkpoints.every
            """)
    void whatElseIsChangedIsNamed(String was, String is, String key) {
        assertThat(FILE).contains(was);
        assertThat(ConfigLoader.needsRestart(load(FILE), load(FILE.replace(was, is))))
                .containsExactly(key);
    }

    @Test
    void aFileIsCalledByTheHashOfItsBytes() {
        // printf 'a: 1\n' | sha256sum | cut -c1-12
        assertThat(new ConfigFile("breakwater.yaml", "", "a: 1\n").id()).isEqualTo("37b128c59f1f");
    }

    private static Settings load(String text) {
        var loaded = ConfigLoader.load(text.getBytes(StandardCharsets.UTF_8), Path.of("/etc/breakwater"), root -> {});
        assertThat(loaded.problems()).isEmpty();
        return loaded.value();
    }
}
