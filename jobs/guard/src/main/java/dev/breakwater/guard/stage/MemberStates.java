package dev.breakwater.guard.stage;

import dev.breakwater.core.budget.BudgetBook;
import dev.breakwater.core.budget.BudgetStep;
import dev.breakwater.core.budget.BudgetStep.BudgetAct;
import dev.breakwater.core.detect.Judged;
import dev.breakwater.core.detect.MinuteSums;
import dev.breakwater.core.detect.ScopeAssessor;
import dev.breakwater.core.detect.ScopeView;
import dev.breakwater.core.model.Scope;
import dev.breakwater.guard.stage.fleet.StageContext;
import dev.breakwater.guard.wire.GroupWord;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reports the state of a function, calm or not, to those of its groups that a budget may order to be held. */
final class MemberStates {

    private final Set<String> groups;

    MemberStates(BudgetBook budgets) {
        groups = budgets.budgets().stream()
                .flatMap(b -> b.steps().stream())
                .filter(step -> step.act() == BudgetAct.THROTTLE)
                .map(BudgetStep::group)
                .collect(Collectors.toSet());
    }

    /** Whether any group wants it. */
    boolean wanted() {
        return !groups.isEmpty();
    }

    /** After a minute was judged; a revision of an older one says nothing new. */
    void report(
            ScopeView view,
            Scope function,
            MinuteSums sums,
            Judged judged,
            List<Scope> memberOf,
            StageContext<?> context) {
        if (view.state().newest != sums.minute()) return;
        for (Scope group : memberOf) {
            if (!groups.contains(group.key())) continue;
            context.emit(
                    AssessFunctions.MEMBER_STATES,
                    GroupWord.of(group.key(), ScopeAssessor.state(view, function, sums, judged)));
        }
    }
}
