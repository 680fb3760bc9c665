package dev.breakwater.connectors.cloudwatch.budgets;

import java.util.List;

/**
 * What a budget is narrowed to: spend with any of the values.
 *
 * @param key    as in AWS's {@code CostFilters}: {@code Service}, {@code LinkedAccount}, {@code TagKeyValue} and others
 * @param values of a tag {@code user:KEY$VALUE}
 */
public record BudgetFilter(String key, List<String> values) {
    public static final String SERVICE = "Service";
    public static final String ACCOUNT = "LinkedAccount";
    public static final String TAG = "TagKeyValue";
}
