package dev.breakwater.report.incident;

import dev.breakwater.engine.control.Hold.Stage;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.model.function.Lever;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The states of an incident's limits according to its decisions. A limit counts as set only after it was observed.
 * Until a limit is observed, the page shows it as *requested* or *being released*. A second limit may be requested
 * while the first is held.
 */
public final class Standings {

    /** A limit that was observed or requested, and the decision that caused it. */
    public record Standing(Stage stage, DecisionRow decision) {}

    private final Map<String, DecisionRow> held = new LinkedHashMap<>();
    private final Map<String, DecisionRow> asked = new LinkedHashMap<>();
    private final Map<String, DecisionRow> releasing = new LinkedHashMap<>();

    public Standings() {}

    /** @param decisions decisions in their order */
    Standings(List<DecisionRow> decisions) {
        decisions.forEach(this::take);
    }

    /**
     * Returns the decision that observed the present limit and, if another limit was requested since, the request.
     *
     * @param lever the kind of limit, with the mapping of a queue or stream
     */
    public List<DecisionRow> heldAndAsked(String account, String region, String function, Lever lever) {
        boolean named = !lever.isReservation();
        String limit =
                key(account, region, function, named ? lever.kind().wire() : null, named ? lever.mapping() : null);
        return Stream.of(held.get(limit), asked.get(limit))
                .filter(Objects::nonNull)
                .toList();
    }

    public void take(DecisionRow d) {
        String limit = limit(d);
        switch (d.type()) {
            case "throttle", "lower", "raise" -> asked.put(limit, d);
            case "held" -> {
                asked.remove(limit);
                held.put(limit, d);
            }
            // a budget took over a surge's limit, so the limit was observed in a decision of another incident
            case "prolong" -> {
                if (!asked.containsKey(limit)) held.putIfAbsent(limit, d);
            }
            case "could-not", "release" -> letGo(limit, d);
            case "given-back", "override" -> forget(limit);
            default -> {
                // this decision is not about a limit
            }
        }
    }

    /**
     * Records that a limit is no longer wanted. The limit must be released, unless it was refused and never observed.
     */
    private void letGo(String limit, DecisionRow d) {
        DecisionRow set = held.remove(limit);
        DecisionRow wanted = asked.remove(limit);
        boolean refused = d.type().equals("could-not");
        if (set != null) releasing.put(limit, set);
        else if (wanted != null && !refused) releasing.put(limit, wanted);
    }

    private void forget(String limit) {
        held.remove(limit);
        asked.remove(limit);
        releasing.remove(limit);
    }

    /** Returns all limits that may be on functions, in the order of functions. */
    List<Standing> all() {
        Map<String, List<Standing>> all = new TreeMap<>();
        add(all, held, Stage.HELD);
        add(all, asked, Stage.ASKED);
        add(all, releasing, Stage.RELEASING);
        return all.values().stream().flatMap(List::stream).toList();
    }

    private static void add(Map<String, List<Standing>> all, Map<String, DecisionRow> some, Stage stage) {
        some.forEach(
                (limit, d) -> all.computeIfAbsent(limit, l -> new ArrayList<>()).add(new Standing(stage, d)));
    }

    /**
     * Returns the key of a limit. The key contains the kind of limit, because a function may get a limit of one kind
     * while a limit of another kind is released.
     */
    private static String limit(DecisionRow d) {
        var where = d.where();
        return key(
                where.account(),
                where.region(),
                where.function(),
                d.limits().lever(),
                d.limits().mapping());
    }

    private static String key(String account, String region, String function, String lever, String mapping) {
        return String.join(
                "|", account, region, String.valueOf(function), String.valueOf(lever), String.valueOf(mapping));
    }
}
