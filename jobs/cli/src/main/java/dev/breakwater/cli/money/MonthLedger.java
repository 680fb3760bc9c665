package dev.breakwater.cli.money;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.cli.explain.RunFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** A month of a run, put together from its files. Days are told once; a line that is told again counts once. */
final class MonthLedger {

    private static final Comparator<Spent> DEAREST =
            Comparator.comparing((Spent s) -> s.usd).reversed().thenComparing(s -> s.account + s.region + s.name);

    final String month;
    final Spent total = new Spent("total", "*", "*");
    /** Newest day that is counted, for example {@code 2026-08-14}. */
    String through = "";
    /** The newest standing of each budget in the month, in the order of their names. */
    final List<JsonNode> budgets = new ArrayList<>();
    /** The newest calibration of each account by the end of the month. */
    final Map<String, JsonNode> factors = new TreeMap<>();

    private final Map<String, Spent> functions = new HashMap<>();
    private final Map<String, Spent> groups = new HashMap<>();
    private final Map<String, Spent> accounts = new HashMap<>();
    private final Map<String, Set<String>> groupsOf = new HashMap<>();

    private MonthLedger(String month) {
        this.month = month;
    }

    /** The months of which anything was counted. */
    static TreeSet<String> months(RunFiles files) throws IOException {
        TreeSet<String> months = new TreeSet<>();
        files.lines("spend.jsonl", day -> {
            months.add(monthOf(day, "day"));
            return false;
        });
        return months;
    }

    static MonthLedger of(RunFiles files, String month) throws IOException {
        MonthLedger ledger = new MonthLedger(month);
        Set<String> seen = new HashSet<>();
        files.lines("spend.jsonl", day -> monthOf(day, "day").equals(month) && ledger.day(day, seen));
        seen.clear();
        files.lines("incidents.jsonl", i -> monthOf(i, "detectedAt").equals(month) && ledger.incident(i, seen));
        Map<String, JsonNode> standings = new TreeMap<>();
        files.lines("budgets.jsonl", b -> monthOf(b, "at").equals(month) && put(standings, b, MonthLedger::standing));
        // what stands at midnight of the first is still last month's
        files.lines("budgets.jsonl", b -> endOf(b, month) && put(standings, b, MonthLedger::standing));
        ledger.budgets.addAll(standings.values());
        files.lines(
                "calibration.jsonl",
                f -> monthOf(f, "at").compareTo(month) <= 0
                        && f.path("factor").isNumber()
                        && put(ledger.factors, f, x -> x.path("account").asText()));
        return ledger;
    }

    List<Spent> functions() {
        return functions.values().stream().sorted(DEAREST).toList();
    }

    List<Spent> groups() {
        return groups.values().stream().sorted(DEAREST).toList();
    }

    List<Spent> accounts() {
        return accounts.values().stream().sorted(DEAREST).toList();
    }

    private boolean day(JsonNode day, Set<String> seen) {
        String id = function(day);
        if (!seen.add(day.path("day").asText() + id)) return false;
        if (day.path("day").asText().compareTo(through) > 0)
            through = day.path("day").asText();
        total.day(day);
        of(functions, id, day.path("function").asText(), day, true).day(day);
        String account = day.path("account").asText();
        of(accounts, account, account, day, false).day(day);
        for (JsonNode group : day.path("groups")) {
            groupsOf.computeIfAbsent(id, k -> new TreeSet<>()).add(group.asText());
            groups.computeIfAbsent(group.asText(), name -> new Spent(name, "*", "*"))
                    .day(day);
        }
        return false;
    }

    private boolean incident(JsonNode i, Set<String> seen) {
        if (i.path("kind").asText().equals("budget")
                || !seen.add(i.path("incident").asText())) return false;
        total.incident(i);
        String account = i.path("account").asText();
        of(accounts, account, account, i, false).incident(i);
        if (i.hasNonNull("group")) {
            String name = i.path("group").asText();
            groups.computeIfAbsent(name, k -> new Spent(name, "*", "*")).incident(i);
        }
        if (!i.hasNonNull("function")) return false;
        of(functions, function(i), i.path("function").asText(), i, true).incident(i);
        for (String group : groupsOf.getOrDefault(function(i), Set.of()))
            groups.get(group).incident(i);
        return false;
    }

    private static Spent of(Map<String, Spent> all, String key, String name, JsonNode line, boolean place) {
        String account = line.path("account").asText();
        String region = place ? line.path("region").asText() : "*";
        return all.computeIfAbsent(key, k -> new Spent(name, account, region));
    }

    private static String function(JsonNode line) {
        return line.path("account").asText()
                + '|'
                + line.path("region").asText()
                + '|'
                + line.path("function").asText();
    }

    private static String standing(JsonNode b) {
        return b.path("name").asText() + '|' + b.path("account").asText();
    }

    private static boolean endOf(JsonNode line, String month) {
        String first = java.time.YearMonth.parse(month).plusMonths(1).atDay(1) + "T00:00:00Z";
        return line.path("at").asText().equals(first);
    }

    private static boolean put(Map<String, JsonNode> newest, JsonNode line, Function<JsonNode, String> key) {
        newest.put(key.apply(line), line);
        return false;
    }

    private static String monthOf(JsonNode line, String field) {
        String at = line.path(field).asText();
        return at.length() < 7 ? "" : at.substring(0, 7);
    }
}
