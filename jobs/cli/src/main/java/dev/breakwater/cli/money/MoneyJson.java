package dev.breakwater.cli.money;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.cli.money.MonthLedger.Spent;
import dev.breakwater.ledger.CalibrationRow;
import dev.breakwater.ledger.LedgerJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** A month as JSON. */
final class MoneyJson {

    private MoneyJson() {}

    static String of(MonthLedger ledger) {
        ObjectNode o = LedgerJson.object();
        o.put("month", ledger.month);
        o.put("through", ledger.through).put("currency", "USD");
        o.set("coverage", LedgerJson.tree(ledger.coverage()));
        figures(o.putObject("total"), ledger.total);
        o.put("open", ledger.open).put("openAsOf", ledger.asOf == null ? null : ledger.asOf.toString());
        all(o.putArray("accounts"), "account", ledger.accounts(), ledger);
        all(o.putArray("groups"), "group", ledger.groups(), ledger);
        all(o.putArray("functions"), "function", ledger.functions(), ledger);
        ArrayNode budgets = o.putArray("budgets");
        ledger.budgets.forEach(b -> budgets.add(LedgerJson.tree(b)));
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
        o.put("usd", s.usd)
                .put("provisionedUsd", s.provisioned)
                .put("calls", s.calls)
                .put("incidents", s.incidents);
        o.put("excessUsd", s.excess).put("avertedUsd", s.averted).put("refusedGood", s.refusedGood);
    }

    /**
     * Returns two figures. The factor is the bill divided by Breakwater's count. The calibrated amount is the count
     * times the factor, plus unchanged add-ons and Lambda@Edge. Null if no charge was read from AWS.
     */
    private static void calibration(ObjectNode o, Spent s, CalibrationRow factor) {
        if (factor == null) {
            o.putNull("calibration").putNull("calibratedUsd");
            return;
        }
        o.set("calibration", LedgerJson.tree(factor));
        o.put("calibratedUsd", calibrated(s, factor));
    }

    static BigDecimal calibrated(Spent s, CalibrationRow factor) {
        return s.onBill
                .multiply(BigDecimal.valueOf(factor.bill().factor()))
                .add(s.usd.subtract(s.onBill))
                .setScale(6, RoundingMode.HALF_UP);
    }
}
