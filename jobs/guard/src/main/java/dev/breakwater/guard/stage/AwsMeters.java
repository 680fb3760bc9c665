package dev.breakwater.guard.stage;

import dev.breakwater.core.budget.AwsBudgetState;
import dev.breakwater.core.budget.Budget;
import dev.breakwater.core.budget.BudgetBook;
import dev.breakwater.core.budget.BudgetOutput;
import dev.breakwater.core.budget.MeterKey;
import dev.breakwater.core.budget.meter.AwsCounts;
import dev.breakwater.core.budget.meter.BudgetMeter;
import dev.breakwater.core.budget.meter.Retired;
import dev.breakwater.core.model.DataMinute;
import dev.breakwater.guard.wire.AwsTerm;
import dev.breakwater.guard.wire.AwsTerms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The meters of all budgets that AWS has for one thing, for one turn of {@link MeterAwsBudgets}. */
final class AwsMeters {

    /** Minutes for which a budget stays in force without a new report: its account may no longer be watched. */
    static final long TOLD_FOR = 7 * DataMinute.DAY;

    private final BudgetBook book;
    private final String scope;
    private final Map<String, AwsBudgetState> all;
    private final long now;
    private final TreeSet<String> gone = new TreeSet<>();
    private final BudgetOutput said = new BudgetOutput();

    /**
     * Takes over stored state.
     *
     * @param scope key of the spend that counts
     * @param all   by name, in their order
     * @param now   epoch milliseconds of the safety clock
     */
    AwsMeters(BudgetBook book, String scope, Map<String, AwsBudgetState> all, long now) {
        this.book = book;
        this.scope = scope;
        this.all = all;
        this.now = now;
    }

    /** A budget that is new to us. */
    static AwsBudgetState begin(AwsTerms terms) {
        AwsBudgetState s = new AwsBudgetState();
        s.owner = terms.owner();
        s.since = terms.minute();
        return s;
    }

    /** Applies AWS's figures, after all minutes before their reading were counted under the terms then in force. */
    void apply(AwsTerms terms) {
        Map<String, AwsTerm> told = new HashMap<>();
        terms.budgets().forEach(t -> told.put(t.name(), t));
        for (String name : List.copyOf(all.keySet())) {
            AwsBudgetState s = all.get(name);
            if (!s.owner.equals(terms.owner()) || s.since > terms.minute()) continue;
            advance(name, s, terms.minute() + BudgetMeter.PATIENCE - 2);
            // the orders at the end of the turn are what counts
            said.orders.clear();
            if (!told.containsKey(name)) end(name, s);
        }
        terms.budgets().forEach(t -> apply(t, terms));
    }

    private void apply(AwsTerm term, AwsTerms terms) {
        AwsBudgetState s = all.computeIfAbsent(term.name(), k -> begin(terms));
        gone.remove(term.name());
        Budget after = book.ofAws(scope, term.name(), term.monthNano(), term.dayNano());
        if (after == null) {
            end(term.name(), s);
            return;
        }
        boolean changed = s.monthNano != term.monthNano() || s.dayNano != term.dayNano();
        if (s.inForce && changed) say(AwsCounts.changed(s.meter, budget(term.name(), s), after, now));
        s.inForce = true;
        s.monthNano = term.monthNano();
        s.dayNano = term.dayNano();
        AwsCounts.told(s.meter, after, terms.minute(), term.spentNano(), term.forecastNano());
    }

    /** The feed has moved past an arrival minute. */
    void advance(long arrival) {
        for (String name : List.copyOf(all.keySet())) {
            AwsBudgetState s = all.get(name);
            if (s.inForce && arrival - s.meter.awsMinute > TOLD_FOR) end(name, s);
            else advance(name, s, arrival);
        }
    }

    private void advance(String name, AwsBudgetState s, long arrival) {
        Budget budget = budget(name, s);
        if (s.inForce && budget != null) say(new BudgetMeter(s.meter, budget, now).advance(arrival));
    }

    private void end(String name, AwsBudgetState s) {
        if (s.inForce) say(Retired.close(s.meter, name, MeterKey.parse(scope).account(), now));
        all.remove(name);
        gone.add(name);
    }

    private Budget budget(String name, AwsBudgetState s) {
        return book.ofAws(scope, name, s.monthNano, s.dayNano);
    }

    private void say(BudgetOutput out) {
        said.decisions.addAll(out.decisions);
        said.events.addAll(out.events);
        said.incidents.addAll(out.incidents);
        said.statuses.addAll(out.statuses);
        said.orders.addAll(out.orders);
    }

    /** Those that there are now. */
    Map<String, AwsBudgetState> all() {
        return all;
    }

    /** Names of those that there are no longer. */
    TreeSet<String> gone() {
        return gone;
    }

    BudgetOutput said() {
        return said;
    }

    /** Whether the output may change with time alone. */
    boolean wantEveryMinute() {
        return all.values().stream().anyMatch(s -> s.meter.wantsEveryMinute());
    }
}
