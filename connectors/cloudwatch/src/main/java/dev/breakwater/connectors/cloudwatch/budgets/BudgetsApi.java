package dev.breakwater.connectors.cloudwatch.budgets;

import dev.breakwater.connectors.aws.Answer;
import java.io.Closeable;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/** Reads the budgets of one account. */
interface BudgetsApi extends Closeable {

    String account();

    /** All of them in the order of their names, or a failure: never a part. */
    Answer<List<AwsBudget>> read(Instant now);

    @Override
    void close();

    /** Opens the budget readers, where the source runs: one for each account. */
    interface Factory extends Serializable {
        List<BudgetsApi> open(List<BudgetsSource.Target> targets);
    }
}
