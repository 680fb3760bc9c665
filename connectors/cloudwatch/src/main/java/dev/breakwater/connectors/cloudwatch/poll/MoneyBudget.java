package dev.breakwater.connectors.cloudwatch.poll;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * The month's budget for polling. Polling never exceeds the budget, and spends it at a rate that lasts until the end of
 * the month. At most the money for one hour can be saved up. Months are in UTC. Money is counted in nano-USD, so that
 * rounding loses nothing.
 */
final class MoneyBudget {
    private static final int SAVED_MINUTES = 60;
    private static final int FIRST_MINUTES = 15;
    private static final int DEBT_MINUTES = 10;

    private final long limitNano;
    private final long priceNano;
    private final double pricePerMinute[] = new double[60];
    private int month;
    private long spent;
    private long monthEnd; // epoch ms
    private double monthMinutes = 1;
    private double saved; // metrics
    private long asOf;
    private long minute;

    /**
     * @param month the month to which the spend belongs, counted from year 0; 0 for none
     * @param spent nano-USD
     */
    MoneyBudget(PollSettings.Budget budget, int month, long spent) {
        limitNano = Math.round(budget.usdPerMonthAtMost() * 1e9);
        priceNano = Math.max(1, Math.round(budget.usdPerThousandMetrics() * 1e6));
        this.month = month;
        this.spent = spent;
    }

    /** Lets time pass. */
    void at(long nowMillis) {
        YearMonth current = YearMonth.from(Instant.ofEpochMilli(nowMillis).atZone(ZoneOffset.UTC));
        int number = (int) current.getLong(java.time.temporal.ChronoField.PROLEPTIC_MONTH);
        if (number > month) {
            month = number;
            spent = 0;
        }
        if (monthEnd == 0 || nowMillis >= monthEnd) {
            monthMinutes = current.lengthOfMonth() * 24 * 60;
            monthEnd = current.plusMonths(1)
                    .atDay(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toEpochMilli();
        }
        double minutes = asOf == 0 ? FIRST_MINUTES : Math.max(0, nowMillis - asOf) / 60_000.0;
        asOf = Math.max(asOf, nowMillis);
        saved = Math.min(saved + minutes * perMinute(), SAVED_MINUTES * perMinute());
        clearMinutesUntil(nowMillis / 60_000);
    }

    /**
     * Returns the number of metrics per minute for which the money lasts until the end of the month. The number is at
     * most the rate that spends a whole month's money evenly, so a late start or slow spending does not increase it.
     */
    double perMinute() {
        double minutesLeft = Math.max(1, (monthEnd - asOf) / 60_000.0);
        double lasting = Math.max(0, limitNano - spent) / (double) priceNano / minutesLeft;
        return Math.min(lasting, limitNano / (double) priceNano / monthMinutes);
    }

    /** Returns whether the month's money pays for this many metrics now. */
    boolean affords(long metrics) {
        return spent + metrics * priceNano <= limitNano;
    }

    /** Returns whether the savings and the month's money pay for this many metrics. */
    boolean spares(long metrics) {
        return metrics <= saved && affords(metrics);
    }

    /** Returns the number of metrics that the savings pay for. */
    long spare() {
        return (long) Math.max(0, saved);
    }

    /** Returns the number of metrics that the month's remaining money pays for. */
    long left() {
        return Math.max(0, (limitNano - spent) / priceNano);
    }

    /** Charges the budget for metrics of the present. The budget's debt is at most the money for ten minutes. */
    void charge(long metrics) {
        chargeForThePast(metrics);
        saved = Math.max(saved - metrics, -DEBT_MINUTES * perMinute());
    }

    /**
     * Charges the budget for metrics of the past, which have their own share of the month and do not use the savings.
     */
    void chargeForThePast(long metrics) {
        spent += metrics * priceNano;
        pricePerMinute[(int) (minute % pricePerMinute.length)] += metrics * priceNano;
    }

    /** Returns the USD spent in this calendar month. */
    double spentUsd() {
        return spent / 1e9;
    }

    /** Returns the cost of a month of 30.4 days at the rate of the last hour, USD. */
    double usdPerMonth() {
        double nano = 0;
        for (double price : pricePerMinute) {
            nano += price;
        }
        return nano / 1e9 * 24 * 30.4;
    }

    int month() {
        return month;
    }

    long spentNano() {
        return spent;
    }

    private void clearMinutesUntil(long now) {
        long from = Math.max(minute + 1, now - pricePerMinute.length + 1);
        for (long m = from; m <= now; m++) {
            pricePerMinute[(int) (m % pricePerMinute.length)] = 0;
        }
        minute = Math.max(minute, now);
    }
}
