package dev.breakwater.guard;

import dev.breakwater.core.budget.BudgetOutput.BudgetDecision;
import dev.breakwater.core.budget.BudgetOutput.BudgetEvent;
import dev.breakwater.core.budget.BudgetOutput.BudgetIncident;
import dev.breakwater.core.budget.BudgetOutput.BudgetStatus;
import dev.breakwater.guard.stage.MeterBudgets;
import dev.breakwater.guard.wire.GroupWord;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The output streams of the budget stages. */
record BudgetStreams(
        DataStream<BudgetDecision> decisions,
        DataStream<BudgetEvent> events,
        DataStream<BudgetIncident> incidents,
        DataStream<BudgetIncident> open,
        DataStream<BudgetStatus> standings,
        DataStream<GroupWord> orders) {

    static BudgetStreams of(SingleOutputStreamOperator<BudgetDecision> meters) {
        return new BudgetStreams(
                meters,
                meters.getSideOutput(MeterBudgets.EVENTS),
                meters.getSideOutput(MeterBudgets.INCIDENTS),
                meters.getSideOutput(MeterBudgets.OPEN),
                meters.getSideOutput(MeterBudgets.STATUSES),
                meters.getSideOutput(MeterBudgets.ORDERS));
    }
}
