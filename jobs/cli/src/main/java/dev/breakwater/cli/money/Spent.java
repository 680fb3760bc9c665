package dev.breakwater.cli.money;

import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.SpendRow;
import java.math.BigDecimal;

/**
 * The spend of one function, group or account in a month, and the cost of its incidents. Grows while files are read.
 */
final class Spent {

    final String name;
    final String account;
    final String region;
    BigDecimal usd = BigDecimal.ZERO;
    /** The part of it that is on Lambda's bill. */
    BigDecimal onBill = BigDecimal.ZERO;

    long calls;
    long incidents;
    BigDecimal excess = BigDecimal.ZERO;
    BigDecimal averted = BigDecimal.ZERO;
    long refusedGood;

    /** @param account {@code *} if it covers all of them; the same for the region */
    Spent(String name, String account, String region) {
        this.name = name;
        this.account = account;
        this.region = region;
    }

    void day(SpendRow day) {
        usd = usd.add(day.usd());
        onBill = onBill.add(day.onLambdasBill());
        calls += day.calls();
    }

    /** An incident that is not of a budget. */
    void incident(Incident.Money money) {
        incidents++;
        excess = excess.add(orZero(money.excessUsd()));
        averted = averted.add(orZero(money.avertedUsd()));
        refusedGood += money.refusedGood();
    }

    private static BigDecimal orZero(BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount;
    }
}
