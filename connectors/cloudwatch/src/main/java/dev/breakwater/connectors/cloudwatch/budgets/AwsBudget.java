package dev.breakwater.connectors.cloudwatch.budgets;

import java.util.List;

/**
 * A budget as AWS Budgets tells it. Amounts are in billionths of the unit.
 *
 * @param name     unique in its account; 1 to 100 characters without colon and backslash
 * @param type     {@code COST}, {@code USAGE}, ...
 * @param timeUnit {@code DAILY}, {@code MONTHLY}, {@code QUARTERLY}, {@code ANNUALLY}, ...
 * @param unit     currency, or what is used
 * @param amount   the limit that is in force now: of a budget with planned limits that of this period; 0: none
 * @param filters  all of them must hold; none: everything counts
 * @param odd      the part of its filter, or of its billing view, that cannot be expressed here; empty: nothing
 * @param from     first second since 1970 in which it counts
 * @param to       second since 1970 in which it ends
 * @param actual   spent in this period as far as AWS has counted, hours late; -1: unknown
 * @param forecast AWS's forecast for the whole period; -1: unknown
 */
public record AwsBudget(
        String name,
        String type,
        String timeUnit,
        String unit,
        long amount,
        List<Filter> filters,
        String odd,
        long from,
        long to,
        long actual,
        long forecast) {

    /**
     * A filter of a budget: spend with any of the values.
     *
     * @param key    as in AWS's {@code CostFilters}: {@code Service}, {@code LinkedAccount}, {@code TagKeyValue} and others
     * @param values for a tag {@code user:KEY$VALUE}
     */
    public record Filter(String key, List<String> values) {
        public static final String SERVICE = "Service";
        public static final String ACCOUNT = "LinkedAccount";
        public static final String TAG = "TagKeyValue";
    }
}
