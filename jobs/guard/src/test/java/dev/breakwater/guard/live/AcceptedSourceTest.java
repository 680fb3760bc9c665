package dev.breakwater.guard.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.control.Acceptance;
import dev.breakwater.core.model.Scope;
import dev.breakwater.guard.file.AcceptanceFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptedSourceTest {

    @TempDir
    Path ledger;

    @Test
    @SuppressWarnings("try") // closing what is collected may be interrupted
    void aJobHearsWhatIsAcceptedWhileItRunsAndCheckpoints() throws Exception {
        Acceptance first = accepted("checkout");
        AcceptanceFiles.write(ledger, first, now());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        env.enableCheckpointing(100);
        CloseableIterator<Acceptance> heard = env.fromSource(
                        AcceptedSource.of(ledger.toString()), WatermarkStrategy.noWatermarks(), "accepted")
                .executeAndCollect();
        try {
            assertThat(heard.next()).isEqualTo(first);
            Acceptance second = accepted("mail");
            AcceptanceFiles.write(ledger, second, now());
            assertThat(heard.next()).isEqualTo(second);
        } finally {
            heard.close();
        }
    }

    private static Acceptance accepted(String function) {
        return new Acceptance(
                Scope.function("111122223333", "eu-west-1", function),
                "1a2b3c4d5e6f",
                now().plus(Duration.ofDays(1)).toEpochMilli());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
