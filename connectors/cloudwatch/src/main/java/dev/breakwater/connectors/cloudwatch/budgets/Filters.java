package dev.breakwater.connectors.cloudwatch.budgets;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import software.amazon.awssdk.services.budgets.model.Budget;
import software.amazon.awssdk.services.budgets.model.Expression;
import software.amazon.awssdk.services.budgets.model.ExpressionDimensionValues;
import software.amazon.awssdk.services.budgets.model.MatchOption;
import software.amazon.awssdk.services.budgets.model.TagValues;

/**
 * The filter of a budget, from its cost filters or the newer filter expression, whichever it has. An expression that
 * leaves out kinds of charges (credits, refunds, tax) narrows no service and no account.
 *
 * @param simple filters that must all hold
 * @param odd    the part that these cannot express; empty: nothing
 */
record Filters(List<AwsBudget.Filter> simple, String odd) {

    /** Budgets made before there were expressions have cost filters, which the SDK calls deprecated for that. */
    @SuppressWarnings("deprecation")
    static Filters of(Budget b) {
        List<AwsBudget.Filter> simple = new ArrayList<>();
        if (b.filterExpression() != null) {
            String odd = add(b.filterExpression(), simple);
            // a filter that narrows nothing may come together with cost filters that do
            if (!simple.isEmpty() || !odd.isEmpty()) return new Filters(List.copyOf(simple), odd);
        }
        new TreeMap<>(b.costFilters()).forEach((key, values) -> {
            if (!values.isEmpty()) simple.add(new AwsBudget.Filter(key, List.copyOf(values)));
        });
        return new Filters(List.copyOf(simple), "");
    }

    private static String add(Expression e, List<AwsBudget.Filter> to) {
        if (e.hasAnd()) {
            StringBuilder odd = new StringBuilder();
            for (Expression part : e.and()) if (odd.isEmpty()) odd.append(add(part, to));
            return odd.toString();
        }
        if (e.hasOr()) return "filter expression with Or";
        if (e.not() != null) return kindOfCharge(e.not().dimensions()) ? "" : "filter expression with Not";
        if (e.costCategories() != null) return "filter by cost category";
        if (e.tags() != null) return tag(e.tags(), to);
        return e.dimensions() == null ? "" : dimension(e.dimensions(), to);
    }

    private static String dimension(ExpressionDimensionValues d, List<AwsBudget.Filter> to) {
        if (kindOfCharge(d)) return "";
        if (!equal(d.matchOptions())) return "filter by pattern on " + d.keyAsString();
        String key = switch (d.keyAsString()) {
            case "SERVICE" -> AwsBudget.Filter.SERVICE;
            case "LINKED_ACCOUNT" -> AwsBudget.Filter.ACCOUNT;
            default -> d.keyAsString();
        };
        to.add(new AwsBudget.Filter(key, List.copyOf(d.values())));
        return "";
    }

    private static String tag(TagValues t, List<AwsBudget.Filter> to) {
        if (!equal(t.matchOptions())) return "filter by pattern on tag " + t.key();
        String key = t.key().contains(":") ? t.key() : "user:" + t.key();
        to.add(new AwsBudget.Filter(
                AwsBudget.Filter.TAG,
                t.values().stream().map(v -> key + '$' + v).toList()));
        return "";
    }

    private static boolean kindOfCharge(ExpressionDimensionValues d) {
        return d != null && "RECORD_TYPE".equals(d.keyAsString());
    }

    private static boolean equal(List<MatchOption> options) {
        return options.stream().allMatch(o -> o == MatchOption.EQUALS || o == MatchOption.CASE_SENSITIVE);
    }
}
