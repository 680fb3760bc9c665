package dev.breakwater.guard.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Request;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.model.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestSourceTest {

    @TempDir
    Path ledger;

    @Test
    @SuppressWarnings("try") // closing the collected items may be interrupted
    void aJobHearsWhatIsAcceptedWhileItRunsAndCheckpoints() throws Exception {
        Request first = accepted("checkout");
        RequestFiles.write(ledger, first);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        env.enableCheckpointing(100);
        CloseableIterator<Request> heard = env.fromSource(
                        new RequestSource(ledger.toString()), WatermarkStrategy.noWatermarks(), "accepted")
                .executeAndCollect();
        try {
            assertThat(heard.next()).isEqualTo(first);
            Request second = accepted("mail");
            RequestFiles.write(ledger, second);
            assertThat(heard.next()).isEqualTo(second);
        } finally {
            heard.close();
        }
    }

    private static Request accepted(String function) {
        return new Request(
                "id-" + function,
                Request.Kind.ACCEPT,
                Scope.function("111122223333", "eu-west-1", function),
                "1a2b3c4d5e6f",
                now().toEpochMilli(),
                now().plus(Duration.ofDays(1)).toEpochMilli(),
                "alice",
                "cli",
                "",
                0);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
