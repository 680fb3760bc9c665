package dev.breakwater.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.report.console.ConsolePage;
import dev.breakwater.report.console.ConsolePage.Page;
import dev.breakwater.report.console.ConsoleState;
import dev.breakwater.report.console.Query;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures a large fleet in seconds of CPU, because these do not depend on the machine's other work. */
@Tag("full")
class ConsoleScaleTest {

    private static final int TIMES = 15;

    @TempDir
    Path folder;

    private String page;

    @Test
    void fiveThousandFunctionsAndFiveHundredIncidentsAreShownInLessThanASecond() throws Exception {
        new SampleFleet(folder.resolve("ledger"))
                .functions(4_994)
                .incidents(497)
                .lease()
                .heartbeat(Duration.ZERO);
        Path file = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: ./ledger }\n");
        ConsoleFiles files = new ConsoleFiles(ConfigLoader.load(file).value(), Clock.systemUTC());
        long[] first = new long[1];
        ConsoleState state = timed(files::read, first);
        assertThat(state.functions()).hasSize(5_000);
        assertThat(state.incidents()).hasSize(500);
        double again = median(files::read);
        double fleet = median(() -> page = page(Page.FLEET, state));
        assertThat(page.split("<tr>")).hasSize(5_002);
        double incidents = median(() -> page = page(Page.INCIDENTS, state));
        System.out.printf(
                "console, CPU: first look %.0f ms; medians of %d: next look %.0f ms, fleet %.0f ms, incidents %.0f ms%n",
                first[0] / 1e6, TIMES, again, fleet, incidents);
        assertThat(fleet + incidents).isLessThan(1_000);
    }

    private static String page(Page page, ConsoleState state) {
        return new ConsolePage(page, state, Query.of(Map.of("all", "")), Instant.now(), true).html();
    }

    private static <T> double median(Callable<T> work) {
        long[] took = IntStream.range(0, TIMES)
                .mapToLong(i -> {
                    long[] one = new long[1];
                    timed(work, one);
                    return one[0];
                })
                .sorted()
                .toArray();
        return took[TIMES / 2] / 1e6;
    }

    private static <T> T timed(Callable<T> work, long[] nanos) {
        var cpu = ManagementFactory.getThreadMXBean();
        long before = cpu.getCurrentThreadCpuTime();
        try {
            T made = work.call();
            nanos[0] = cpu.getCurrentThreadCpuTime() - before;
            return made;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
