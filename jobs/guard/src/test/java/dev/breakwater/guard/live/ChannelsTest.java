package dev.breakwater.guard.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.engine.control.ControlSettings;
import dev.breakwater.guard.Ports.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelsTest {

    private static final String EACH = """
            pagerduty: { routingKey: "env:A" }
            sns: { topicArn: "arn:aws:sns:eu-west-1:111122223333:t" }
            eventbridge: {}
            slack: { webhook: "env:B" }
            teams: { webhook: "env:C" }
            webhook: { url: "https://example.org/h", secret: "env:D" }
            alertmanager: { url: "https://example.org/am" }
            """;

    @TempDir
    Path folder;

    /** Savepoints find a channel's outbox by its uid. */
    @Test
    void eachKindOfEachReceiverHasAnOutboxWhoseUidNeverChanges() throws Exception {
        Path file = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource: { landing: { path: in } }\nnotify:\n" + EACH.indent(2)
                        + "  receivers:\n    - name: shop\n" + EACH.indent(6)
                        + "  routes: [ { to: [shop, default] } ]\n");
        var loaded = ConfigLoader.load(file);
        assertThat(loaded.problems()).isEmpty();
        List<Channel> all = Channels.of(loaded.value(), new WatchedPlace("111122223333", "eu-west-1", "", "", "", ""));
        List<String> kinds =
                List.of("", "-changes", "-sns", "-eventbridge", "-slack", "-teams", "-webhook", "-alertmanager");
        assertThat(all.subList(0, 8)).extracting(Channel::uid).containsExactlyElementsOf(of(kinds, ""));
        assertThat(all.subList(8, 16)).extracting(Channel::uid).containsExactlyElementsOf(of(kinds, "-to-shop"));
        assertThat(all)
                .filteredOn(Channel::takesActs)
                .extracting(Channel::uid)
                .contains("notify-changes", "notify-eventbridge", "notify-webhook")
                .doesNotContain("notify", "notify-sns", "notify-slack", "notify-teams", "notify-alertmanager");
    }

    /** Control takes back a ring that the outbox never sent. */
    @Test
    void controlKnowsHowLongTheOutboxWaitsWithOldData() {
        assertThat(OutboxLimits.defaults().staleAfter()).hasMillis(ControlSettings.OLD_DATA_MILLIS);
        assertThat(OutboxLimits.STALE_WAIT_MILLIS).isEqualTo(ControlSettings.OUTBOX_WAITS_MILLIS);
    }

    private static List<String> of(List<String> kinds, String receiver) {
        return kinds.stream().map(kind -> "notify" + kind + receiver).toList();
    }
}
