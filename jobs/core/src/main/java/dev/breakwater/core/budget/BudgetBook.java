package dev.breakwater.core.budget;

import dev.breakwater.core.model.Scope;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * All budgets, and which of them a function's spend counts for. A budget whose account is {@link #EACH} stands for one of
 * each account.
 */
public record BudgetBook(List<Budget> budgets) implements Serializable {

    /** The account of a budget that each account has for itself. */
    public static final String EACH = "";

    public static final BudgetBook EMPTY = new BudgetBook(List.of());

    /** The keys of the meters that count a function's spend: {@code name|account}. */
    public List<String> keys(Scope function, List<Scope> groups) {
        if (budgets.isEmpty()) return List.of();
        List<String> keys = new ArrayList<>();
        for (Budget b : budgets) {
            if (counts(b, function, groups)) {
                keys.add(b.name() + '|' + (b.account().equals(EACH) ? function.account() : b.account()));
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

    /** The budget of a meter's key, or null when it is no longer configured. */
    public Budget of(String key) {
        int at = key.lastIndexOf('|');
        String name = key.substring(0, at);
        for (Budget b : budgets) if (b.name().equals(name)) return b.inAccount(key.substring(at + 1));
        return null;
    }
}
