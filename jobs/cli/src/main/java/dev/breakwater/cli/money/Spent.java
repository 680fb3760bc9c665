package dev.breakwater.cli.money;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** What one function, group or account spent in a month, and what its incidents came to. Grows while files are read. */
final class Spent {

    final String name;
    final String account;
    final String region;
    BigDecimal usd = BigDecimal.ZERO;
    long calls;
    long incidents;
    BigDecimal excess = BigDecimal.ZERO;
    BigDecimal averted = BigDecimal.ZERO;
    long refusedGood;

    /** @param account {@code *} where it is of all of them; the same of the region */
    Spent(String name, String account, String region) {
        this.name = name;
        this.account = account;
        this.region = region;
    }

    /** A line of {@code spend.jsonl}. */
    void day(JsonNode line) {
        usd = usd.add(decimal(line, "usd"));
        calls += line.path("calls").asLong();
    }

    /** A line of {@code incidents.jsonl} that is not of a budget. */
    void incident(JsonNode line) {
        incidents++;
        excess = excess.add(decimal(line, "excessUsd"));
        averted = averted.add(decimal(line, "avertedUsd"));
        refusedGood += line.path("refusedGood").asLong();
    }

    private static BigDecimal decimal(JsonNode line, String field) {
        return line.path(field).isNumber() ? line.path(field).decimalValue() : BigDecimal.ZERO;
    }
}
