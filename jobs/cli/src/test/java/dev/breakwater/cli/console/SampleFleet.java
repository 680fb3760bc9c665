package dev.breakwater.cli.console;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory.LeaseId;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter;
import dev.breakwater.ledger.BudgetRow;
import dev.breakwater.ledger.FleetRow;
import dev.breakwater.ledger.HeartbeatRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.Where;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Invented files of a live run, with a fleet in all states. */
final class SampleFleet {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";
    static final String HELD = "1a2b3c4d5e6f";
    static final String PROPOSED = "2b3c4d5e6f1a";
    static final String PAGED = "3c4d5e6f1a2b";

    private final RunFolder run;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);

    SampleFleet(Path ledger) throws IOException {
        run = new RunFolder(Files.createDirectories(ledger));
    }

    /** Writes normal functions, and before them one function in each other state. */
    SampleFleet functions(int calm) throws IOException {
        List<FleetRow> rows = new ArrayList<>();
        rows.add(function("checkout-api", "payments", false, 184.20, 6.10, 900));
        rows.add(function("thumbnail-maker", "default", false, 61.75, 1.94, 420));
        rows.add(function("webhook-fanout", "default", false, 23.40, 2.05, 260));
        rows.add(function("ledger-writer", "payments", true, 3.12, 3.40, 8));
        FleetRow young = function("new-experiment", "default", false, 0.84, 0, 20);
        rows.add(new FleetRow(
                young.account(),
                young.region(),
                young.function(),
                young.at(),
                young.policy(),
                false,
                young.usdPerHour(),
                null,
                young.calls(),
                young.calls(),
                null));
        for (int i = 0; i < calm; i++) {
            double usd = 0.02 + (i * 37 % 101) / 80.0;
            rows.add(function(
                    "service-%04d".formatted(i), "default", false, usd, usd * (0.9 + i % 7 * 0.04), 10 + i % 90));
        }
        run.replace(LedgerFile.FLEET, rows.stream().map(LedgerJson::line).toList());
        append(
                LedgerFile.INVENTORY,
                "{\"at\":\"%s\",\"kind\":\"found\",\"account\":\"%s\",\"region\":\"%s\",\"function\":\"never-called\"}"
                        .formatted(now, ACCOUNT, REGION));
        return this;
    }

    private FleetRow function(String name, String policy, boolean protect, double usd, double expected, int peak) {
        List<Integer> calls = IntStream.range(0, 36)
                .mapToObj(i ->
                        (int) (peak * (usd > 10 && i > 28 ? 1 : 0.06 + 0.03 * Math.sin(i / 3.0 + name.length()))))
                .toList();
        List<Integer> usual = IntStream.range(0, 36)
                .mapToObj(i -> (int) (peak * (0.06 + 0.02 * Math.sin(i / 4.0))))
                .toList();
        return new FleetRow(ACCOUNT, REGION, name, now, policy, protect, usd, expected, calls, usual, null);
    }

    /**
     * Writes one throttled incident, one that waits for approval, one that has paged, and this many ended incidents.
     */
    SampleFleet incidents(int over) throws IOException {
        opened(HELD, "checkout-api", "flood", 34, 178.10);
        decision(HELD, "checkout-api", "page", 30, "");
        decision(
                HELD,
                "checkout-api",
                "throttle",
                28,
                "the throttle line is passed: excess of the last hour is over 10 USD");
        decision(HELD, "checkout-api", "held", 27, "");
        opened(PROPOSED, "thumbnail-maker", "recursion", 19, 59.81);
        decision(PROPOSED, "thumbnail-maker", "page", 15, "");
        decision(PROPOSED, "thumbnail-maker", "propose", 14, "a person has to agree");
        opened(PAGED, "webhook-fanout", "pulse", 12, 21.35);
        decision(PAGED, "webhook-fanout", "page", 9, "");
        for (int i = 0; i < over; i++) {
            Instant onset = now.minus(Duration.ofHours(5L * (i + 1)));
            String[] severities = {"warning", "error", "critical", "warning"};
            append(
                    LedgerFile.INCIDENTS,
                    ("{\"incident\":\"%012x\",\"scope\":\"function\",\"account\":\"%s\",\"region\":\"%s\",\"function\":"
                                    + "\"service-%04d\",\"kind\":\"%s\",\"severity\":\"%s\",\"onset\":\"%s\","
                                    + "\"detectedAt\":\"%s\",\"pagedAt\":%s,\"endedAt\":\"%s\",\"excessUsd\":%s,"
                                    + "\"actions\":[],\"reason\":\"over\"}")
                            .formatted(
                                    0xabc000000000L + i,
                                    ACCOUNT,
                                    REGION,
                                    i * 7 % 50,
                                    i % 3 == 0 ? "flood" : "slow-burn",
                                    severities[i % 4],
                                    onset,
                                    onset.plusSeconds(240),
                                    i % 4 == 0 ? "null" : "\"" + onset.plusSeconds(300) + "\"",
                                    onset.plusSeconds(3_000),
                                    BigDecimal.valueOf(100 + i * 13L, 2)));
        }
        return this;
    }

    private void opened(String incident, String function, String kind, int minutesAgo, double excess)
            throws IOException {
        Instant at = now.minus(Duration.ofMinutes(minutesAgo));
        append(
                LedgerFile.OPEN,
                ("{\"incident\":\"%s\",\"scope\":\"function\",\"account\":\"%s\",\"region\":\"%s\",\"function\":\"%s\","
                                + "\"kind\":\"%s\",\"severity\":\"%s\",\"onset\":\"%s\",\"detectedAt\":\"%s\","
                                + "\"pagedAt\":\"%s\",\"asOf\":\"%s\",\"excessUsd\":%s,\"now\":{\"usdPerHour\":%s},"
                                + "\"actions\":[],\"reason\":\"surge\"}")
                        .formatted(
                                incident,
                                ACCOUNT,
                                REGION,
                                function,
                                kind,
                                incident.equals(HELD) ? "critical" : "error",
                                at.minusSeconds(180),
                                at,
                                at.plusSeconds(240),
                                now,
                                excess,
                                excess));
    }

    private void decision(String incident, String function, String type, int minutesAgo, String detail)
            throws IOException {
        append(
                LedgerFile.DECISIONS,
                ("{\"at\":\"%s\",\"scope\":\"function\",\"function\":\"%s\",\"account\":\"%s\",\"region\":\"%s\","
                                + "\"type\":\"%s\",\"reason\":\"surge\",\"detail\":\"%s\",\"incident\":\"%s\","
                                + "\"policy\":\"default\",\"limit\":5,\"until\":\"%s\",\"usdPerHour\":1}")
                        .formatted(
                                now.minus(Duration.ofMinutes(minutesAgo)),
                                function,
                                ACCOUNT,
                                REGION,
                                type,
                                detail,
                                incident,
                                now.plus(Duration.ofMinutes(30 - minutesAgo + 15))));
    }

    /** The ledger's content about the held function, and about one that is left alone. */
    SampleFleet lease() throws IOException {
        Instant at = now.minus(Duration.ofMinutes(27));
        Clock clock = Clock.fixed(at, ZoneOffset.UTC);
        LimitKey limit = new LimitKey(ACCOUNT, REGION, "checkout-api", "reservation", "");
        String lease = LeaseId.next("", at.toEpochMilli());
        Instant until = now.plus(Duration.ofMinutes(93));
        try (LedgerWriter writer =
                LedgerWriter.of(run.chains(), LedgerFolder.operator(ACCOUNT, REGION), 1 << 20, clock)) {
            writer.beginAttempt(ACCOUNT, REGION, "host-1", 0);
            for (Kind kind : List.of(Kind.INTENT, Kind.HELD)) {
                writer.append(LedgerEntry.of(kind, at)
                        .limit(limit)
                        .lease(lease, until)
                        .value("5")
                        .found("40")
                        .incident(HELD));
            }
            writer.append(LedgerEntry.of(Kind.HANDS_OFF, at)
                    .function(ACCOUNT, REGION, "webhook-fanout")
                    .until(at.plus(Duration.ofDays(1))));
        }
        return this;
    }

    SampleFleet budgets() throws IOException {
        budget("lambda-month", null, 3_000, 2_190, 6.4, 2.2);
        budget("payments", "payments", 900, 212, 0.9, -1);
        budget("search", "search", 250, 256, 0.4, 0);
        return this;
    }

    private void budget(String name, String group, int amount, int spent, double pace, double daysLeft)
            throws IOException {
        BudgetRow row = new BudgetRow(
                now,
                new Where(group == null ? "account" : "group", null, group, ACCOUNT, "*"),
                new BudgetRow.Figures(
                        name,
                        "month",
                        BigDecimal.valueOf(amount),
                        BigDecimal.valueOf(spent),
                        now.truncatedTo(ChronoUnit.DAYS),
                        BigDecimal.valueOf(pace),
                        daysLeft < 0 ? null : now.plus(Duration.ofHours((long) (24 * daysLeft))),
                        BigDecimal.valueOf(spent * 1.3),
                        null,
                        null),
                0);
        append(LedgerFile.BUDGETS, LedgerJson.line(row));
    }

    /** A heartbeat of this age. */
    SampleFleet heartbeat(Duration ago) throws IOException {
        Instant at = Instant.now().minus(ago);
        HeartbeatRow row = new HeartbeatRow(
                at,
                new HeartbeatRow.Feed(
                        at.minusSeconds(75),
                        64,
                        List.of(new HeartbeatRow.Silent("blind/444455556666/polling", 1_260)),
                        1_284_120,
                        12,
                        3,
                        5_005,
                        0),
                new HeartbeatRow.Waiting(2, 0, 0, 0),
                4.31,
                18.7);
        run.replace(LedgerFile.HEARTBEAT, List.of(LedgerJson.line(row)));
        return this;
    }

    private void append(LedgerFile<?> file, String line) throws IOException {
        Files.writeString(file.in(run.path()), line + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
