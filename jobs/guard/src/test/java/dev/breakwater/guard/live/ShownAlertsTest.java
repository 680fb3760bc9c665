package dev.breakwater.guard.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.OpenKeys.OpenKey;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.guard.live.Channels.ShownAlerts;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShownAlertsTest {

    private static final OpenKey ONE = new OpenKey("breakwater/a", "111122223333/eu-west-1", "function", "checkout");
    private static final OpenKey FLEET =
            new OpenKey("breakwater/fleet/111122223333/eu-west-1/2", "111122223333/eu-west-1", "account", "");

    @TempDir
    private Path folder;

    @Test
    void whoeverStartsLaterFindsWhatWasOpenedAndNotClosed() throws Exception {
        assertThat(shown("default").open()).isEmpty();
        ShownAlerts before = InstantiationUtil.clone(shown("default"));
        before.opened(ONE);
        before.opened(FLEET);
        assertThat(shown("default").open()).containsExactlyInAnyOrder(ONE, FLEET);
        before.closed(ONE);
        assertThat(shown("default").open()).containsExactly(FLEET);
    }

    @Test
    void eachReceiverHasItsOwn() {
        shown("default").opened(ONE);
        shown("shop").opened(FLEET);
        assertThat(shown("default").open()).containsExactly(ONE);
        assertThat(shown("shop").open()).containsExactly(FLEET);
    }

    @Test
    void aLedgerThatCannotBeReadEndsNoJob() throws Exception {
        Path chain = folder.resolve(LedgerFolder.alerts("default"));
        Files.createDirectories(chain.resolve("ledger.jsonl"));
        assertThat(shown("default").open()).isEmpty();
        shown("default").opened(ONE);
    }

    private ShownAlerts shown(String receiver) {
        return new ShownAlerts(folder.toString(), receiver);
    }
}
