package dev.breakwater.guard.file;

import dev.breakwater.core.budget.BudgetOutput.BudgetDecision;
import dev.breakwater.core.control.Decision;
import dev.breakwater.guard.wire.OutputLine;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Where;
import dev.breakwater.report.incident.Decided;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each decision of a live run into the program's log, as one line. */
public final class DecisionLog {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.class);

    private DecisionLog() {}

    /** The line for a decision in the file of decisions. */
    public static OutputLine row(Decision d) {
        LOG.info("{}", text(DecisionRow.of(d)));
        return Rows.decision(d);
    }

    /** The line for a budget's decision in the file of decisions. */
    public static OutputLine row(BudgetDecision d) {
        LOG.info("{}", text(DecisionRow.of(d)));
        return Rows.decision(d);
    }

    /**
     * The text of a decision, for example {@code page orders-api (111122223333 eu-west-1) 12.30 USD above normal in the
     * last hour: ...}.
     */
    static String text(DecisionRow d) {
        Where where = d.where();
        StringBuilder text = new StringBuilder(Decided.label(d));
        if (d.budget() != null)
            text.append(" budget ").append(d.budget().figures().name());
        else text.append(' ').append(where.function() == null && where.group() == null ? "account" : where.key());
        text.append(" (")
                .append(where.account())
                .append(' ')
                .append(where.region())
                .append(')');
        if (d.budget() == null && d.usdPerHour() > 0) {
            text.append(String.format(Locale.ROOT, ", %.2f USD above normal in the last hour", d.usdPerHour()));
        }
        text.append(": ").append(Decided.sentence(d));
        if (!d.incident().isEmpty()) text.append(" [").append(d.incident()).append(']');
        return text.toString();
    }
}
