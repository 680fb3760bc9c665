package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.pagerduty.Alert;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the guarantees for limits, people and the pager while all other parts fail. */
@Tag("full")
class SafeHandsIT extends FloodTrial {

    /** A minute, a checkpoint, and the time of a check. */
    private static final Duration SOON = Duration.ofSeconds(70);

    @Test
    void tagsThatAreWipedAllTheTimeCostNoLimitItsEnd() throws Exception {
        run("hold: 1m, maxHold: 3m");
        awaitHeld();
        Runnable tool = every(3, this::wipe);
        await("the end of the hold", () -> {
            tool.run();
            return !job.ledger("returned").isEmpty();
        });
        assertThat(proxy.calls("lambda:TagResource")).as("again each minute").hasSizeGreaterThanOrEqualTo(3);
        long until = told + 2;
        await("two more minutes of the flood", () -> {
            assertThat(lambda.reserved(FUNCTION)).isEqualTo(FOUND);
            return told >= until;
        });
        assertThat(tags()).isEmpty();
        assertThat(job.ledger("returned"))
                .allSatisfy(l -> assertThat(l.path("found").asInt()).isEqualTo(FOUND));
        assertThat(job.command("status")).contains("no throttle is held");
    }

    @Test
    void anEditedTagIsWrittenAgainAndCostsNoLimitItsEnd() throws Exception {
        run("hold: 1m, maxHold: 4m");
        awaitHeld();
        String lease = tags().get("breakwater:lease");
        tag(lease.replace(" was=" + FOUND + " ", " was=7 "));
        await("the tag as it was", SOON, () -> lease.equals(tags().get("breakwater:lease")));
        await("what was found", () -> lambda.reserved(FUNCTION) == FOUND && tags().isEmpty());
        assertThat(job.ledger("returned").get(0).path("found").asInt()).isEqualTo(FOUND);
    }

    @Test
    void ofTwoInstancesOneThrottlesAndTheOtherLeavesItsLimitAlone() throws Exception {
        JobProcess other = new JobProcess(folder.resolve("other"), aws, "other");
        try {
            other.configure(proxy.endpoint(), pagerBehind(), "4s", ", hold: 1m, maxHold: 4m, cooldown: 1h");
            other.reads(job.landing());
            run("hold: 1m, maxHold: 4m, cooldown: 1h");
            other.start();
            await("the throttle", Duration.ofMinutes(8), () -> lambda.reserved(FUNCTION) == LIMIT);
            await(
                    "what the other sees",
                    Duration.ofMinutes(8),
                    () -> !job.decisions("page").isEmpty()
                            && !other.decisions("page").isEmpty());
            await("what was found", Duration.ofMinutes(8), () -> {
                assertThat(lambda.reserved(FUNCTION)).isIn(LIMIT, FOUND);
                return lambda.reserved(FUNCTION) == FOUND && tags().isEmpty();
            });
            assertThat(job.ledger("held").size() + other.ledger("held").size())
                    .as("one of them held it")
                    .isEqualTo(1);
            assertThat(job.isLedgerWhole() && other.isLedgerWhole()).isTrue();
        } finally {
            other.stop();
        }
    }

    /** Compares what the alert says with AWS in each poll. A text may be a minute and a checkpoint behind. */
    @Test
    void theTextAtThePagerIsWhatAwsHasMinuteByMinute() throws Exception {
        run("hold: 1m, maxHold: 3m, cooldown: 1m");
        TextAndTruth text = new TextAndTruth();
        awaitAnd(text, "a throttle", () -> !job.ledger("held").isEmpty());
        awaitAnd(text, "its end", () -> !job.ledger("returned").isEmpty());
        awaitAnd(text, "the next throttle", () -> job.ledger("held").size() > 1);
        job.command("release", "--direct", FUNCTION);
        long until = told + 4;
        awaitAnd(text, "four more minutes of the flood", () -> told >= until);
        assertThat(text.agreed).as("polls with a steady limit").isGreaterThan(100);
    }

    private void awaitAnd(TextAndTruth text, String what, BooleanSupplier condition) throws Exception {
        await(what, Duration.ofMinutes(8), () -> {
            text.look();
            return condition.getAsBoolean();
        });
    }

    private final class TextAndTruth {
        /** If the answer to a release is lost, its value is believed after three minutes. */
        private static final Duration BELIEVED = Duration.ofMinutes(4);

        private int value = FOUND;
        private long since = System.nanoTime();
        private int agreed;

        void look() {
            int now = lambda.reserved(FUNCTION);
            if (now != value) since = System.nanoTime();
            value = now;
            Duration steady = Duration.ofNanos(System.nanoTime() - since);
            if (steady.compareTo(SOON) < 0) return;
            for (Alert alert : pager.alerts()) {
                if (!alert.open() || !alert.summary().contains(FUNCTION)) continue;
                boolean held = alert.summary().contains("held at reserved concurrency " + LIMIT);
                boolean ends = alert.summary().contains("reserved concurrency " + LIMIT + " is being given back");
                boolean right = value == LIMIT ? held || ends : !held && (!ends || steady.compareTo(BELIEVED) < 0);
                assertThat(right)
                        .as("AWS has %d, and the alert says: %s", value, alert.summary())
                        .isTrue();
                agreed++;
            }
        }
    }

    @Test
    void aReleaseByHandIsFinalOverAllLeversAndToldOnce() throws Exception {
        EmulatedFunctions withQueues = new EmulatedFunctions(proxy.endpoint(), MetricStreamFiles.REGION);
        String queue = "arn:aws:sqs:" + MetricStreamFiles.REGION + ":" + MotoServer.ACCOUNT + ":orders";
        String mapping = withQueues
                .lambda()
                .createEventSourceMapping(r ->
                        r.functionName(FUNCTION).eventSourceArn(queue).scalingConfig(s -> s.maximumConcurrency(FOUND)))
                .uuid();
        run("hold: 5m, maxHold: 1h, cooldown: 0s");
        await(
                "the throttle",
                () -> most(withQueues, mapping) == LIMIT
                        && !job.decisions("held").isEmpty());
        long released = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        await("20 seconds", () -> System.nanoTime() > released);
        job.command("release", "--direct", FUNCTION);
        int before = sets();
        String incident = job.decisions("throttle").get(0).path("incident").asText();
        await(
                "what people are told",
                SOON,
                () -> job.page(incident).contains("leaves the function alone for 24 hours"));
        assertThat(job.page(incident)).doesNotContain("Held now", "Being given back");
        assertThat(job.command("explain", incident)).contains("override");
        assertThat(job.command("status")).contains("hands off until", "no throttle is held");
        pager.await(p -> overrides() > 0, PATIENCE);
        long until = told + 4;
        await("four more minutes of the flood", () -> {
            assertThat(most(withQueues, mapping)).isEqualTo(FOUND);
            assertThat(lambda.reserved(FUNCTION)).isEqualTo(FOUND);
            return told >= until;
        });
        assertThat(job.decisions("refuse"))
                .as("else it would be throttled")
                .anyMatch(d -> d.path("reason").asText().equals("left-alone"));
        assertThat(sets()).as("calls that set a limit").isEqualTo(before);
        assertThat(tags().keySet()).containsExactly("breakwater:hands-off-until");
        assertThat(job.decisions("override")).hasSize(1);
        assertThat(overrides()).as("told once").isEqualTo(1);
        withQueues.close();
    }

    @Test
    void whileAwsIsAwayNothingIsCalledReleasedAndNothingBeginsBeforeItWas() throws Exception {
        run("hold: 1m, maxHold: 2m, cooldown: 1m");
        await("the throttle", () -> !job.decisions("held").isEmpty());
        proxy.always(FaultProxy.ANY, Fault.SERVER_ERROR);
        String key = "breakwater/cannot-act/" + MotoServer.ACCOUNT + "/" + MetricStreamFiles.REGION;
        Duration away = Duration.ofMinutes(10);
        await("that we cannot act", away, () -> {
            assertThat(lambda.reserved(FUNCTION)).isEqualTo(LIMIT);
            assertThat(job.decisions("given-back")).isEmpty();
            assertThat(job.decisions("throttle")).hasSize(1);
            assertThat(pager.accepted())
                    .noneMatch(e -> e.body().toString().matches("(?s).*(released|given back to).*"));
            return pager.alert(key).open();
        });
        assertThat(pager.alert(key).summary()).contains("cannot be given back");
        assertThat(pager.alerts()).filteredOn(Alert::open).hasSize(2);

        proxy.always(FaultProxy.ANY, Fault.PASS);
        await("the exact value", () -> lambda.reserved(FUNCTION) == FOUND && tags().isEmpty());
        await("the end of that page", () -> !pager.alert(key).open());
        await("another throttle", () -> job.decisions("throttle").size() == 2);
        List<String> types = job.decisions().stream()
                .map(d -> d.path("type").asText())
                .filter(List.of("throttle", "release", "given-back")::contains)
                .toList();
        assertThat(types).startsWith("throttle", "release", "given-back", "throttle");
        assertThat(job.ledger("returned").get(0).path("found").asInt()).isEqualTo(FOUND);
    }

    @Test
    void aPagerThatIsAwayHearsOfTheIncidentAndOfItsEnd() throws Exception {
        toPager.always(FaultProxy.ANY, Fault.SERVER_ERROR);
        // old enough to end within ten minutes, and young enough to page people
        long onset = System.currentTimeMillis() / 60_000 - 42;
        job.configure(proxy.endpoint(), pagerBehind(), "2s", "");
        samples.minutes(onset - 2 * 1440, onset, m -> 3_000, FUNCTION).into(job.landing(), "1-history");
        job.start();
        // a process may take minutes to start on a busy machine
        job.await("the first checkpoint", PATIENCE, () -> job.checkpoints() > 0);
        long caughtUp = System.nanoTime() + Duration.ofMinutes(11).toNanos();
        job.await(
                "the end of the first minutes, in which a surge that is over wakes nobody",
                Duration.ofMinutes(14),
                () -> System.nanoTime() > caughtUp);
        samples.minutes(onset, onset + 4, m -> 90_000, FUNCTION).into(job.landing(), "2-flood");
        job.await(
                "the page that nobody hears",
                PATIENCE,
                () -> !job.decisions("page").isEmpty());
        toPager.always(FaultProxy.ANY, Fault.RESET_BEFORE);
        toPager.await(p -> p.calls().stream().anyMatch(c -> c.fault() == Fault.RESET_BEFORE), PATIENCE);
        assertThat(pager.accepted()).isEmpty();
        toPager.always(FaultProxy.ANY, Fault.PASS);
        pager.await(p -> p.alerts().stream().anyMatch(a -> a.open()), PATIENCE);

        toPager.always(FaultProxy.ANY, Fault.RESET_BEFORE);
        samples.minutes(onset + 4, onset + 52, m -> 3_000, FUNCTION).into(job.landing(), "3-calm");
        job.await("its end", PATIENCE, () -> !job.decisions("close").isEmpty());
        toPager.always(FaultProxy.ANY, Fault.PASS);
        pager.await(p -> p.alerts().stream().noneMatch(Alert::open), PATIENCE);
        assertThat(pager.alerts())
                .isNotEmpty()
                .allSatisfy(a -> assertThat(a.opened()).isEqualTo(1));
        assertThat(pager.refusals()).isEmpty();
        assertThat(pager.anomalies())
                .as("an alarm of the run before may be open, so its end is said at each start")
                .allMatch(a -> a.contains("breakwater/ledger/") || a.contains("breakwater/cannot-act/"));
    }

    private static Runnable every(int seconds, Runnable act) {
        long[] next = {0};
        return () -> {
            if (System.nanoTime() < next[0]) return;
            act.run();
            next[0] = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        };
    }

    private int sets() {
        return proxy.calls(SET).size()
                + proxy.calls("lambda:UpdateEventSourceMapping").size();
    }

    private long overrides() {
        return pager.changes().stream()
                .filter(change -> change.toString().contains("override " + FUNCTION))
                .count();
    }

    private static int most(EmulatedFunctions functions, String mapping) {
        return functions
                .lambda()
                .getEventSourceMapping(r -> r.uuid(mapping))
                .scalingConfig()
                .maximumConcurrency();
    }

    private void awaitHeld() throws Exception {
        await(
                "the throttle",
                () -> lambda.reserved(FUNCTION) == LIMIT && !job.ledger("held").isEmpty());
    }

    private void tag(String lease) {
        lambda.lambda().tagResource(r -> r.resource(arn()).tags(Map.of("breakwater:lease", lease)));
    }

    private void wipe() {
        List<String> keys = List.copyOf(tags().keySet());
        if (!keys.isEmpty())
            lambda.lambda().untagResource(r -> r.resource(arn()).tagKeys(keys));
    }
}
