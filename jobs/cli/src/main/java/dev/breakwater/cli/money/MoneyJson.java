package dev.breakwater.cli.money;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** A month as JSON. */
final class MoneyJson {

    private MoneyJson() {}

    static String of(MonthLedger ledger) {
        ObjectNode o = new ObjectMapper().createObjectNode();
        o.put("month", ledger.month);
        o.put("through", ledger.through);
        figures(o.putObject("total"), ledger.total);
        all(o.putArray("accounts"), "account", ledger.accounts(), ledger);
        all(o.putArray("groups"), "group", ledger.groups(), ledger);
        all(o.putArray("functions"), "function", ledger.functions(), ledger);
        ledger.budgets.forEach(o.putArray("budgets")::add);
        return o.toString();
    }

    private static void all(ArrayNode to, String kind, List<Spent> all, MonthLedger ledger) {
        for (Spent s : all) {
            ObjectNode o = to.addObject().put(kind, s.name);
            if (kind.equals("function")) o.put("account", s.account).put("region", s.region);
            figures(o, s);
            if (kind.equals("account")) calibration(o, s, ledger.factors.get(s.name));
        }
    }

    private static void figures(ObjectNode o, Spent s) {
        o.put("usd", s.usd).put("calls", s.calls).put("incidents", s.incidents);
        o.put("excessUsd", s.excess).put("avertedUsd", s.averted).put("refusedGood", s.refusedGood);
    }

    /** What the bill says for each USD of ours, and what this makes of our count; null where no charge was read. */
    private static void calibration(ObjectNode o, Spent s, JsonNode factor) {
        if (factor == null) {
            o.putNull("calibration").putNull("calibratedUsd");
            return;
        }
        o.set("calibration", factor);
        o.put("calibratedUsd", calibrated(s, factor));
    }

    static BigDecimal calibrated(Spent s, JsonNode factor) {
        return s.usd.multiply(factor.path("factor").decimalValue()).setScale(6, RoundingMode.HALF_UP);
    }
}
