package dev.breakwater.guard.stage;

import dev.breakwater.connectors.cloudwatch.SafeText;
import dev.breakwater.connectors.cloudwatch.budgets.AwsBudget;
import dev.breakwater.connectors.cloudwatch.budgets.BudgetsSource;
import dev.breakwater.core.budget.BudgetBook;
import dev.breakwater.core.budget.MeterKey;
import dev.breakwater.core.model.NanoUsd;
import dev.breakwater.guard.convert.AwsBudgetRule;
import dev.breakwater.guard.wire.AwsTerm;
import dev.breakwater.guard.wire.AwsTerms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends an account's AWS Budgets to the meters that use them; a meter that has lost its last budget learns that too.
 * The log lists which budgets are metered, and which are not, at the start and after changes.
 */
public final class RouteAwsBudgets extends KeyedProcessFunction<String, BudgetsSource.Reading, AwsTerms> {

    private static final Logger LOG = LoggerFactory.getLogger(RouteAwsBudgets.class);

    /** Budgets of one account that are metered, about 10 KB each; AWS allows 20,000. */
    static final int MOST = 1_000;
    /** The limit for one scope: each of its samples is counted for all of them. */
    static final int MOST_OF_SCOPE = 100;

    private static final int LONGEST = 300;

    private final AwsBudgetRule rule;
    /** Meters that have budgets of this account. */
    private transient MapState<String, Boolean> scopes;
    /** The last log line about each account's budgets. */
    private transient Map<String, Map<String, String>> said;

    public RouteAwsBudgets(AwsBudgetRule rule) {
        this.rule = rule;
    }

    @Override
    public void open(OpenContext context) {
        scopes = getRuntimeContext().getMapState(new MapStateDescriptor<>("scopes", Types.STRING, Types.BOOLEAN));
        said = new HashMap<>();
    }

    @Override
    public void processElement(BudgetsSource.Reading reading, Context context, Collector<AwsTerms> out)
            throws Exception {
        TreeMap<String, List<AwsTerm>> sorted = new TreeMap<>();
        for (String scope : scopes.keys()) sorted.put(scope, new ArrayList<>());
        Map<String, String> now = new TreeMap<>();
        Share share = new Share();
        for (AwsBudget b : reading.budgets()) {
            AwsBudgetRule.Sorted s = share.of(rule.sort(b, reading.account(), reading.minute()));
            now.put(BudgetBook.AWS + b.name(), text(s));
            if (s.term() != null)
                sorted.computeIfAbsent(s.scope(), k -> new ArrayList<>()).add(s.term());
        }
        say(reading.account(), now);
        for (var e : sorted.entrySet()) {
            out.collect(new AwsTerms(e.getKey(), reading.account(), reading.minute(), e.getValue()));
            if (e.getValue().isEmpty()) scopes.remove(e.getKey());
            else scopes.put(e.getKey(), true);
        }
    }

    /** Names and filters are whatever their maker wrote. */
    private static String plain(String text) {
        return SafeText.escape(text, LONGEST);
    }

    /** The share of meters of one account, so that anyone who can create budgets cannot fill our memory with them. */
    private static final class Share {
        private final Map<String, Integer> ofScope = new HashMap<>();
        private final Set<String> names = new HashSet<>();

        AwsBudgetRule.Sorted of(AwsBudgetRule.Sorted s) {
            if (s.term() == null) return s;
            if (names.size() >= MOST) return not("more than " + MOST + " of its account are metered");
            if (ofScope.getOrDefault(s.scope(), 0) >= MOST_OF_SCOPE)
                return not("more than " + MOST_OF_SCOPE + " for the same are metered");
            if (!names.add(s.term().name())) return not("another one has the same name except for control characters");
            ofScope.merge(s.scope(), 1, Integer::sum);
            return s;
        }

        private static AwsBudgetRule.Sorted not(String reason) {
            return new AwsBudgetRule.Sorted("", null, reason);
        }
    }

    private static String text(AwsBudgetRule.Sorted s) {
        if (s.term() == null) return "not metered: " + s.reason();
        boolean monthly = s.term().monthNano() > 0;
        double usd = NanoUsd.usd(monthly ? s.term().monthNano() : s.term().dayNano());
        MeterKey meter = MeterKey.parse(s.scope());
        String what = meter.budget().substring(BudgetBook.AWS.length()) + ' ' + meter.account();
        return String.format(Locale.ROOT, "metered, %.2f USD a %s for %s", usd, monthly ? "month" : "day", what);
    }

    private void say(String account, Map<String, String> now) {
        Map<String, String> before = said.getOrDefault(account, Map.of());
        now.forEach((name, text) -> {
            if (!text.equals(before.get(name)))
                LOG.info("Budget {} of account {}: {}", plain(name), account, plain(text));
        });
        before.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> LOG.info("Budget {} of account {}: gone", plain(name), account));
        said.put(account, now);
    }
}
