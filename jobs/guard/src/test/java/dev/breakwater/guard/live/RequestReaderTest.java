package dev.breakwater.guard.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.Request.Kind;
import dev.breakwater.guard.JobMetrics;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.ledger.RequestRow.DrillRow;
import dev.breakwater.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.testutils.MetricListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestReaderTest {

    private static final Instant NOW = Instant.parse("2026-08-05T14:20:00Z");

    @TempDir
    Path folder;

    private long now = NOW.toEpochMilli();
    private final Request checkout = accepts("1", "checkout", Duration.ofDays(30), NOW);

    @Test
    void saysWhatIsAskedOnceAndAgainAfterEachStart() throws IOException {
        RequestReader reader = reader();
        assertThat(reader.look()).isEmpty();
        Request approve = asks(Kind.APPROVE, "2", "shop", null);
        RequestFiles.write(folder, checkout);
        RequestFiles.write(folder, approve);
        assertThat(reader.look()).containsExactlyInAnyOrder(checkout, approve);
        assertThat(reader.look()).isEmpty();
        assertThat(reader().look()).containsExactlyInAnyOrder(checkout, approve);
    }

    @Test
    void eachKindIsReadAsItWasWritten() throws IOException {
        List<Kind> asked = Stream.of(Kind.values())
                .filter(k -> Kind.asked(k.wire()).isPresent())
                .toList();
        for (Kind kind : asked) {
            Request r = asks(kind, "x-" + kind.wire(), "f" + kind.ordinal(), Duration.ofHours(3));
            Path file = RequestFiles.write(folder, r);
            assertThat(file.getFileName().toString()).isEqualTo(kind.wire() + "-x-" + kind.wire() + ".json");
        }
        assertThat(reader().look())
                .hasSize(asked.size())
                .allSatisfy(r ->
                        assertThat(r).isEqualTo(asks(r.kind(), r.id(), r.scope().key(), Duration.ofHours(3))));
    }

    @Test
    void oneThatIsThereAlreadyStaysAsItIs() throws IOException {
        Request first = asks(Kind.RELEASE, "same", "shop", null);
        RequestFiles.write(folder, first);
        RequestFiles.write(folder, asks(Kind.RELEASE, "same", "cart", null));
        assertThat(reader().look()).containsExactly(first);
    }

    @Test
    void aThousandAcceptancesHideNoRelease() throws IOException {
        for (int i = 0; i < 1_100; i++) RequestFiles.write(folder, accepts("a" + i, "f" + i, Duration.ofDays(30), NOW));
        Request release = asks(Kind.RELEASE, "r", "shop", null);
        RequestFiles.write(folder, release);
        assertThat(reader().look()).hasSize(1_000).contains(release);
    }

    @Test
    void theNewestWordOnAScopeCountsAndTheOlderOneGoes() throws IOException {
        RequestFiles.write(folder, checkout);
        Request shorter = accepts("2", "checkout", Duration.ofHours(3), NOW.plusSeconds(60));
        RequestFiles.write(folder, shorter);
        assertThat(reader().look()).containsExactly(shorter);
        assertThat(RequestFiles.all(folder)).hasSize(1);
    }

    @Test
    void whatIsOverIsNotSaidAnyMoreAndItsFileGoes() throws IOException {
        RequestFiles.write(folder, checkout);
        RequestFiles.write(folder, asks(Kind.RELEASE, "2", "shop", null));
        now += Request.HEARD_FOR.toMillis();
        assertThat(reader().look()).containsExactly(checkout);
        now = checkout.until();
        assertThat(reader().look()).isEmpty();
        assertThat(RequestFiles.all(folder)).isEmpty();
    }

    /** The file shows people that the function is protected, and tells so to a job that has lost its state. */
    @Test
    void aProtectionIsKeptToItsEnd() throws IOException {
        Request days = asks(Kind.PROTECT, "1", "shop", Duration.ofDays(3));
        RequestFiles.write(folder, days);
        now = days.until() - 1;
        assertThat(reader().look()).containsExactly(days);
        now++;
        assertThat(reader().look()).isEmpty();
        assertThat(RequestFiles.all(folder)).isEmpty();
    }

    @Test
    void filesThatAreNotOursOrOutOfBoundsArePassedOver() throws IOException {
        RequestFiles.write(folder, accepts("3", "mail", Duration.ofDays(91), NOW));
        RequestFiles.write(folder, accepts("4", "cart", Duration.ofMinutes(59), NOW));
        RequestFiles.write(folder, asks(Kind.PROTECT, "5", "cart", null));
        RequestFiles.write(folder, asks(Kind.DECLINE, "7", "cart", null));
        RequestFiles.write(folder, asks(Kind.HOLD, "6", "cart", Duration.ofDays(91)));
        Files.writeString(folder.resolve("accept-half.json"), "{\"incident\":\"1a2b");
        Files.writeString(folder.resolve("approve-none.json"), "{}");
        Files.write(folder.resolve("accept-large.json"), new byte[70_000]);
        Files.createDirectory(folder.resolve("accept-folder.json"));
        Files.writeString(folder.resolve("note.txt"), "not ours");
        for (String at : List.of("+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z")) {
            Files.writeString(
                    folder.resolve("release-at" + at.charAt(0) + ".json"),
                    "{\"id\":\"8\",\"request\":\"release\",\"scope\":\"function\",\"account\":\"111122223333\","
                            + "\"region\":\"eu-west-1\",\"key\":\"cart\",\"at\":\"" + at + "\",\"until\":\"" + at
                            + "\"}");
        }
        RequestFiles.write(folder, checkout);
        assertThat(reader().look()).containsExactly(checkout);
    }

    @Test
    void theNewestDrillThatPassedAndTheNewestThatFailedStayAndAreMeasured() throws IOException {
        drilled("1", new DrillRow(true, 70, 90, 120, 900, true, ""), NOW);
        drilled("2", new DrillRow(true, 75, 95, 130, 900, true, ""), NOW.plusSeconds(60));
        drilled("3", new DrillRow(false, null, null, null, 0, null, "no page\n"), NOW.plusSeconds(30));
        now += Request.HEARD_FOR.multipliedBy(10).toMillis();
        MetricListener metrics = new MetricListener();
        assertThat(reader().measuredIn(metrics.getMetricGroup()).look())
                .extracting(Request::note)
                .containsExactlyInAnyOrder(
                        "passed: paged after 75 s, limit seen at AWS after 95 s, earlier value restored 130 s "
                                + "later; 900 calls",
                        "failed: no page ; 0 calls");
        assertThat(RequestFiles.all(folder)).hasSize(2);
        assertThat(metrics.<Long>getGauge(JobMetrics.DRILL_PASSED).orElseThrow().getValue())
                .isEqualTo(NOW.getEpochSecond() + 60);
        assertThat(metrics.<Long>getGauge(JobMetrics.DRILL_FAILED).orElseThrow().getValue())
                .isEqualTo(NOW.getEpochSecond() + 30);
        assertThat(metrics.<Integer>getGauge("phase", "hold", JobMetrics.DRILL_SECONDS)
                        .orElseThrow()
                        .getValue())
                .isEqualTo(95);
    }

    @Test
    void eachLookSaysThatAJobHears() throws IOException {
        assertThat(RequestFiles.isHeard(folder, now)).isFalse();
        reader().look();
        assertThat(RequestFiles.isHeard(folder, now + 59_000)).isTrue();
        assertThat(RequestFiles.isHeard(folder, now + 61_000)).isFalse();
        now += 61_000;
        reader().look();
        assertThat(RequestFiles.isHeard(folder, now)).isTrue();
    }

    private void drilled(String id, DrillRow row, Instant at) throws IOException {
        RequestFiles.write(folder, request(Kind.DRILL, id, "canary", null, at), row);
    }

    private RequestReader reader() {
        return new RequestReader(folder, () -> now, new SimpleCounter());
    }

    private static Request accepts(String id, String function, Duration length, Instant at) {
        return request(Kind.ACCEPT, id, function, length, at);
    }

    private static Request asks(Kind kind, String id, String function, Duration length) {
        return request(kind, id, function, length, NOW);
    }

    private static Request request(Kind kind, String id, String function, Duration length, Instant at) {
        return new Request(
                id,
                kind,
                Scope.function("111122223333", "eu-west-1", function),
                "1a2b3c4d5e6f",
                at.toEpochMilli(),
                length == null ? -1 : at.plus(length).toEpochMilli(),
                "alice",
                "cli",
                "",
                0);
    }
}
