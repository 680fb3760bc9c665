package dev.breakwater.engine.budget.meter;

import dev.breakwater.engine.budget.BudgetOutput;
import dev.breakwater.engine.budget.BudgetOutput.BudgetOrder;
import dev.breakwater.engine.budget.BudgetOutput.BudgetStatus;
import dev.breakwater.engine.budget.BudgetState;
import dev.breakwater.engine.control.BudgetFigures;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.IncidentSnapshot;
import java.util.ArrayList;
import java.util.List;

/** The output of the meter for a path of spend. */
final class Metered {

    final List<String> said = new ArrayList<>();
    final List<Decision> decisions = new ArrayList<>();
    final List<IncidentSnapshot> incidents = new ArrayList<>();
    final List<IncidentSnapshot> events = new ArrayList<>();
    final List<BudgetStatus> statuses = new ArrayList<>();
    /** The orders, once for each minute in which they applied. */
    final List<BudgetOrder> orders = new ArrayList<>();

    final BudgetState state = new BudgetState();

    /**
     * Runs the meter. Each minute arrives in three parts, and one part is a minute late. The meter must judge a minute
     * only when it is complete.
     */
    static Metered of(SpendPath path) {
        Metered m = new Metered();
        for (int i = 0; i < SpendPath.MINUTES + 2; i++) {
            long arrival = path.start + i;
            if (i < SpendPath.MINUTES) {
                long third = path.nano[i] / 3;
                m.state.add(arrival, third, 0, 0, arrival);
                m.state.add(arrival, path.nano[i] - 2 * third, 0, 0, arrival);
            }
            if (i >= 1 && i <= SpendPath.MINUTES) {
                m.state.add(arrival - 1, path.nano[i - 1] / 3, 0, 0, arrival);
            }
            m.take(new BudgetMeter(m.state, path.budget, (arrival + 1) * 60_000, false).advance(arrival));
        }
        return m;
    }

    void take(BudgetOutput out) {
        decisions.addAll(out.decisions);
        incidents.addAll(out.incidents);
        events.addAll(out.events);
        statuses.addAll(out.statuses);
        orders.addAll(out.orders);
        for (Decision d : out.decisions) {
            DecisionType type = d.type();
            if (type != DecisionType.OPEN && type != DecisionType.CLOSE) continue;
            said.add(d.minute() + " " + name(d.budget()) + " " + type.wire());
        }
    }

    private static String name(BudgetFigures f) {
        return switch (f.alarm()) {
            case STEP -> "step-" + f.step();
            case EXHAUSTED -> f.monthly() ? "month-spent" : "day-spent";
            default -> f.alarm().wire();
        };
    }

    /** The alarms that the oracle has too: without forecast alarms, and without ends that only the period causes. */
    List<String> comparable() {
        return said.stream()
                .filter(s -> !s.contains("forecast"))
                .filter(s -> s.endsWith("open") || s.contains("burn"))
                .toList();
    }
}
