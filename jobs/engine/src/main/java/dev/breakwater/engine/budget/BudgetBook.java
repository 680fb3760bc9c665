package dev.breakwater.engine.budget;

import dev.breakwater.model.Scope;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All configured budgets. The book finds the budgets that cover a function's spend. A budget whose account is {@link
 * #EACH} is a template, and each account gets its own budget from it.
 */
public record BudgetBook(List<Budget> budgets) implements Serializable {

    /** The account name that marks a budget as a template for each account. */
    public static final String EACH = "";

    public static final BudgetBook EMPTY = new BudgetBook(List.of());

    /** The keys of the meters that count a function's spend: {@link MeterKey#id()}. */
    public List<String> keys(Scope function, List<Scope> groups) {
        if (budgets.isEmpty()) return List.of();
        List<String> keys = new ArrayList<>();
        for (Budget b : budgets) {
            if (counts(b, function, groups)) {
                String account = b.account().equals(EACH) ? function.account() : b.account();
                keys.add(new MeterKey(b.name(), account).id());
            }
        }
        return keys;
    }

    private static boolean counts(Budget b, Scope function, List<Scope> groups) {
        boolean here = b.account().equals(EACH)
                || b.account().equals(Scope.WHOLE)
                || b.account().equals(function.account());
        return here
                && switch (b.kind()) {
                    case ACCOUNT -> true;
                    case FUNCTION -> b.key().equals(function.key());
                    case GROUP -> groups.stream().anyMatch(g -> g.key().equals(b.key()));
                };
    }

    /**
     * The budget of a meter's key. Returns null if the configuration no longer has the budget, or if the budget no
     * longer covers the key's account.
     */
    public @Nullable Budget of(String key) {
        MeterKey meter = MeterKey.parse(key);
        for (Budget b : budgets) {
            if (b.name().equals(meter.budget()) && isFor(b, meter.account())) return b.inAccount(meter.account());
        }
        return null;
    }

    /** A meter may have been created under an older configuration. */
    private static boolean isFor(Budget b, String account) {
        return b.account().equals(account) || b.account().equals(EACH) && !account.equals(Scope.WHOLE);
    }

    /**
     * Identifies a meter, which measures one budget of one account. A template has a meter for each account.
     *
     * @param budget  the budget's name
     * @param account the account; {@link dev.breakwater.model.Scope#WHOLE} for all accounts together
     */
    public record MeterKey(String budget, String account) {

        private static final char BETWEEN = '|';

        /** The key of the meter's state: {@code budget|account}. */
        public String id() {
            return budget + BETWEEN + account;
        }

        /** Parses an {@link #id()}. */
        public static MeterKey parse(String id) {
            int at = id.lastIndexOf(BETWEEN);
            return new MeterKey(id.substring(0, at), id.substring(at + 1));
        }
    }
}
