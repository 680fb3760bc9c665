package dev.breakwater.cli.command;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.limit.Limits;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.report.console.ConsoleState.LeftAloneView;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The functions that are left alone, according to the ledger and to people's requests. */
public final class LeftAloneList {

    /** For each function, by its id, the hands-off time that ends last. */
    private final Map<String, LeftAloneView> longest = new HashMap<>();
    /**
     * The time at which a person last asked to throttle each function, in epoch milliseconds. Such a request ends every
     * earlier hands-off time.
     */
    private final Map<String, Long> overruled = new HashMap<>();

    public LeftAloneList(LedgerMemory ledger, List<Request> asked) {
        for (Request r : asked) {
            if (r.kind() != Request.Kind.THROTTLE) continue;
            overruled.merge(
                    id(r.scope().account(), r.scope().region(), r.scope().key()), r.at(), Math::max);
        }
        ledger.handsOff().forEach(this::take);
        asked.forEach(r -> take(r, ledger));
    }

    /** Returns the functions whose hands-off time is not over, ordered by the end of that time. */
    public List<LeftAloneView> at(Instant now) {
        return longest.values().stream()
                .filter(a -> a.until().isAfter(now))
                .sorted(Comparator.comparing(LeftAloneView::until).thenComparing(LeftAloneView::function))
                .toList();
    }

    /** Adds a function whose tag asks to leave it alone. A tag does not say who wrote it. */
    void tagged(String account, String region, String function, Instant until) {
        longest.merge(
                id(account, region, function),
                new LeftAloneView(account, region, function, until, ""),
                (known, tag) -> until.isAfter(known.until())
                        ? new LeftAloneView(account, region, function, until, known.why())
                        : known);
    }

    private static String id(String account, String region, String function) {
        return String.join("|", account, region, function);
    }

    private void take(LedgerEntry line) {
        String by = line.cause().by().isEmpty() ? "" : ", by " + line.cause().by();
        String why = line.is(Kind.YIELDED)
                ? "somebody changed the limit to "
                        + (line.change().found().isEmpty()
                                ? "another value"
                                : line.change().found())
                : "somebody released it" + by;
        add(
                new LeftAloneView(
                        line.limit().account(),
                        line.limit().region(),
                        line.limit().function(),
                        line.term().until(),
                        why),
                line.at().toEpochMilli());
    }

    private void take(Request r, LedgerMemory ledger) {
        boolean protects = r.kind() == Request.Kind.PROTECT;
        if (!protects && r.kind() != Request.Kind.RELEASE || r.scope().kind() != ScopeKind.FUNCTION) return;
        String account = r.scope().account();
        String region = r.scope().region();
        Instant aDay = Instant.ofEpochMilli(r.at() + Limits.HANDS_OFF);
        if (ledger.isAllowedAgain(account, region, r.scope().key(), aDay)) return;
        Instant until = protects ? Instant.ofEpochMilli(r.until()) : aDay;
        // nobody can overrule a protection
        add(new LeftAloneView(account, region, r.scope().key(), until, r.words()), protects ? Long.MAX_VALUE : r.at());
    }

    private void add(LeftAloneView alone, long since) {
        String id = id(alone.account(), alone.region(), alone.function());
        if (overruled.getOrDefault(id, 0L) > since) return;
        longest.merge(id, alone, (a, b) -> b.until().isAfter(a.until()) ? b : a);
    }
}
