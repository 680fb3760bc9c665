package dev.breakwater.guard.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.ConfigFile;
import dev.breakwater.config.model.Settings;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.SurgeGuardJob;
import dev.breakwater.guard.live.BookReader.BookSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnyConfigurationTest {

    private static final String LEAST = """
            apiVersion: breakwater.dev/v1
            source: { landing: { path: "%s" } }
            """;
    private static final String MOST = """
            apiVersion: breakwater.dev/v1
            mode: enforce
            instance: { name: most }
            source:
              landing: { path: "%s" }
              cloudwatch: { every: 5m }
            budgets:
              - { name: all, usdPerMonth: 100 }
            policies:
              - { name: default, match: { function: "*" }, page: { minUsdPerHour: 5 } }
            notify:
              cloudwatch: { region: eu-west-1 }
              pagerduty: { routingKey: "env:A" }
              slack: { webhook: "env:B" }
              receivers:
                - { name: shop, sns: { topicArn: "arn:aws:sns:eu-west-1:111122223333:shop" } }
              routes: [ { to: [shop, default] } ]
            """;
    private static final String OTHER = """
            apiVersion: breakwater.dev/v1
            source: { cloudwatch: { every: 5m } }
            notify: { webhook: { url: "https://example.org/h", secret: "env:C" } }
            """;

    @TempDir
    Path folder;

    @Test
    void everyConfigurationHasTheSameOperatorsSoThatEachRestoresTheStateOfAnyOther() {
        List<String> most = operators(MOST);
        assertThat(operators(LEAST)).containsExactlyElementsOf(most);
        assertThat(operators(OTHER)).containsExactlyElementsOf(most);
        assertThat(most)
                .contains("source", "source-watch", "poll", "poll-watch", "charges", "figures", "route", "notify");
    }

    private List<String> operators(String yaml) {
        ConfigFile file = new ConfigFile(folder.resolve("breakwater.yaml").toString(), "", yaml.formatted(folder));
        var loaded = file.load();
        assertThat(loaded.problems()).isEmpty();
        Settings settings = loaded.value();
        GuardSettings guard = GuardSettings.ofLive(settings, Map.of(), "test", 1000);
        List<WatchedPlace> places = List.of(new WatchedPlace("111122223333", "eu-west-1", "", "", "", ""));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        BookSource books =
                new BookSource(file, settings, folder.resolve("books").toString(), Optional.empty());
        SurgeGuardJob.build(env, guard, LiveJob.ports(settings, places, List.of(), "test", books));
        return env.getStreamGraph().getStreamNodes().stream()
                .map(StreamNode::getTransformationUID)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }
}
