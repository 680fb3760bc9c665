package dev.breakwater.cli.money;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.cli.money.MonthLedger.Spent;
import dev.breakwater.ledger.BudgetRow;
import dev.breakwater.ledger.CalibrationRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.SpendRow;
import dev.breakwater.ledger.folder.IncidentList;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.model.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The figures of a month of a run, combined from the run's files. A later line about the same item replaces the earlier
 * line.
 */
final class MonthLedger {

    private static final Comparator<Spent> MOST_EXPENSIVE =
            Comparator.comparing((Spent s) -> s.usd).reversed().thenComparing(s -> s.account + s.region + s.name);

    final String month;
    /** Whether the run was a recording. */
    final boolean recorded;

    final Spent total = new Spent("total", "*", "*");
    /** Incidents that were open when the recording ended. */
    int cutOff;
    /** Incidents that are open, and incidents that continue but were accepted. */
    int open;

    int accepted;
    /** Incidents about budgets, which have no cost of their own and count nowhere else. */
    int ofBudgets;
    /** The newest minute in the figures of open incidents, or null. */
    Instant asOf;
    /** The newest counted day, for example {@code 2026-08-14}. */
    String through = "";
    /** The newest state of each budget in the month, by name. */
    final List<BudgetRow> budgets = new ArrayList<>();
    /** The newest calibration of each account before the end of the month. */
    final Map<String, CalibrationRow> factors = new TreeMap<>();

    /** The incidents by kind. Accepted incidents have entries of their own, because their cost was wanted. */
    private final Map<String, Spent> kinds = new TreeMap<>();

    private final Map<String, Spent> functions = new HashMap<>();
    private final Map<String, Spent> groups = new HashMap<>();
    private final Map<String, Spent> accounts = new HashMap<>();
    private final Map<String, Set<String>> groupsOf = new HashMap<>();
    /**
     * Each function's days. For each day, the last line about calls and the last line about provisioned concurrency
     * count.
     */
    private final Map<String, SpendRow> days = new HashMap<>();

    private MonthLedger(String month, boolean recorded) {
        this.month = month;
        this.recorded = recorded;
    }

    /** Returns the months with counted spend. */
    static TreeSet<String> months(RunFolder files) throws IOException {
        TreeSet<String> months = new TreeSet<>();
        files.each(LedgerFile.SPEND, day -> months.add(monthOf(day.day())));
        return months;
    }

    static MonthLedger of(RunFolder files, String month) throws IOException {
        MonthLedger ledger = new MonthLedger(month, files.recorded());
        files.each(LedgerFile.SPEND, day -> {
            if (monthOf(day.day()).equals(month))
                ledger.days.put(
                        day.day() + function(day.account(), day.region(), day.function()) + day.provisioned(), day);
        });
        ledger.days.values().forEach(ledger::day);
        IncidentList.of(files).forEach(ledger::incident);
        Map<String, BudgetRow> standings = new TreeMap<>();
        // the figures of midnight on the first day belong to the previous month
        Instant end = YearMonth.parse(month)
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        files.each(LedgerFile.BUDGETS, b -> {
            if (monthOf(b.at()).equals(month) || end.equals(b.at())) standings.put(key(b), b);
        });
        ledger.budgets.addAll(standings.values());
        files.each(LedgerFile.CALIBRATION, f -> {
            boolean known = f.bill().factor() != null;
            if (known && monthOf(f.at()).compareTo(month) <= 0) ledger.factors.put(f.account(), f);
        });
        return ledger;
    }

    private static String key(BudgetRow b) {
        return b.figures().name()
                + '|'
                + b.where().account()
                + '|'
                + b.figures().per();
    }

    List<Spent> functions() {
        return functions.values().stream().sorted(MOST_EXPENSIVE).toList();
    }

    List<Spent> groups() {
        return groups.values().stream().sorted(MOST_EXPENSIVE).toList();
    }

    List<Spent> accounts() {
        return accounts.values().stream().sorted(MOST_EXPENSIVE).toList();
    }

    /** Returns the incidents by kind, the most expensive kind first. */
    List<Spent> kinds() {
        return kinds.values().stream()
                .sorted(Comparator.comparing((Spent s) -> s.excess).reversed())
                .toList();
    }

    /** Returns the part of the month that was not counted or is based on assumptions. */
    Coverage coverage() {
        return Coverage.of(days.values(), Instant.now());
    }

    private void day(SpendRow day) {
        String id = function(day.account(), day.region(), day.function());
        if (day.day().compareTo(through) > 0) through = day.day();
        total.day(day);
        functions
                .computeIfAbsent(id, k -> new Spent(day.function(), day.account(), day.region()))
                .day(day);
        account(day.account()).day(day);
        for (String group : day.groups()) {
            groupsOf.computeIfAbsent(id, k -> new TreeSet<>()).add(group);
            group(group).day(day);
        }
    }

    private void incident(Incident row) {
        Incident.Identity i = row.identity();
        if (!monthOf(row.times().detectedAt()).equals(month)) return;
        if ("budget".equals(i.kind())) {
            ofBudgets++;
            return;
        }
        if (row.reason().equals(Reason.END_OF_INPUT.wire())) cutOff++;
        else if (row.open()) open++;
        else if (row.accepted()) accepted++;
        Instant at = row.times().asOf();
        if (at != null && (asOf == null || at.isAfter(asOf))) asOf = at;
        total.incident(row.money());
        String kind = i.kind() + (row.wasAccepted() ? ", accepted by a person" : "");
        kinds.computeIfAbsent(kind, k -> new Spent(k, "*", "*")).incident(row.money());
        account(i.account()).incident(row.money());
        if (i.group() != null) group(i.group()).incident(row.money());
        if (i.function() == null) return;
        String id = function(i.account(), i.region(), i.function());
        functions
                .computeIfAbsent(id, k -> new Spent(i.function(), i.account(), i.region()))
                .incident(row.money());
        for (String group : groupsOf.getOrDefault(id, Set.of())) group(group).incident(row.money());
    }

    private Spent account(String account) {
        return accounts.computeIfAbsent(account, k -> new Spent(account, account, "*"));
    }

    private Spent group(String name) {
        return groups.computeIfAbsent(name, k -> new Spent(name, "*", "*"));
    }

    private static String function(String account, String region, String function) {
        return account + '|' + region + '|' + function;
    }

    private static String monthOf(Instant at) {
        return at == null ? "" : monthOf(at.toString());
    }

    private static String monthOf(String day) {
        return day == null || day.length() < 7 ? "" : day.substring(0, 7);
    }

    /** Returns the month as JSON. */
    String json() {
        ObjectNode o = LedgerJson.object();
        o.put("month", month);
        o.put("through", through).put("currency", "USD");
        o.set("coverage", LedgerJson.tree(coverage()));
        figures(o.putObject("total"), total);
        o.put("open", open).put("accepted", accepted).put("openAsOf", asOf == null ? null : asOf.toString());
        all(o.putArray("accounts"), "account", accounts());
        all(o.putArray("groups"), "group", groups());
        all(o.putArray("functions"), "function", functions());
        ArrayNode standings = o.putArray("budgets");
        budgets.forEach(b -> standings.add(LedgerJson.tree(b)));
        return o.toString();
    }

    private void all(ArrayNode to, String kind, List<Spent> all) {
        for (Spent s : all) {
            ObjectNode o = to.addObject().put(kind, s.name);
            if (kind.equals("function")) o.put("account", s.account).put("region", s.region);
            figures(o, s);
            if (kind.equals("account")) calibration(o, s, factors.get(s.name));
        }
    }

    private static void figures(ObjectNode o, Spent s) {
        o.put("usd", s.usd)
                .put("provisionedUsd", s.provisioned)
                .put("calls", s.calls)
                .put("incidents", s.incidents);
        o.put("excessUsd", s.excess).put("avertedUsd", s.averted).put("refusedGood", s.refusedGood);
    }

    /**
     * Returns two figures. The factor is the bill divided by Breakwater's count. The calibrated amount is the count
     * times the factor, plus unchanged add-ons and Lambda@Edge. Null if no charge was read from AWS.
     */
    private static void calibration(ObjectNode o, Spent s, CalibrationRow factor) {
        if (factor == null) {
            o.putNull("calibration").putNull("calibratedUsd");
            return;
        }
        o.set("calibration", LedgerJson.tree(factor));
        o.put("calibratedUsd", calibrated(s, factor));
    }

    static BigDecimal calibrated(Spent s, CalibrationRow factor) {
        return s.onBill
                .multiply(BigDecimal.valueOf(factor.bill().factor()))
                .add(s.usd.subtract(s.onBill))
                .setScale(6, RoundingMode.HALF_UP);
    }

    /**
     * The spend of one function, group or account in a month, and the cost of its incidents. The sums grow while the
     * files are read.
     */
    static final class Spent {

        final String name;
        final String account;
        final String region;
        BigDecimal usd = BigDecimal.ZERO;
        /** The part of the spend that is on Lambda's bill. */
        BigDecimal onBill = BigDecimal.ZERO;

        /** The part of the spend that is for provisioned concurrency, used or unused. */
        BigDecimal provisioned = BigDecimal.ZERO;

        long calls;
        long incidents;
        BigDecimal excess = BigDecimal.ZERO;
        BigDecimal averted = BigDecimal.ZERO;
        long refusedGood;

        /** @param account {@code *} for all accounts, and then also for the region */
        Spent(String name, String account, String region) {
            this.name = name;
            this.account = account;
            this.region = region;
        }

        void day(SpendRow day) {
            usd = usd.add(day.usd());
            onBill = onBill.add(day.onLambdasBill());
            if (day.provisioned()) provisioned = provisioned.add(day.usd());
            calls += day.calls();
        }

        /** An incident that is not about a budget. */
        void incident(Incident.Money money) {
            incidents++;
            excess = excess.add(orZero(money.excessUsd()));
            averted = averted.add(orZero(money.avertedUsd()));
            refusedGood += money.refusedGood();
        }

        private static BigDecimal orZero(BigDecimal amount) {
            return amount == null ? BigDecimal.ZERO : amount;
        }
    }
}
