package dev.breakwater.guard.stage;

import dev.breakwater.core.budget.DaySpendState;
import dev.breakwater.core.detect.Contribution.Share;
import dev.breakwater.core.detect.ScopeState;

/**
 * All that is remembered of a function beside its samples: one read and one write of a backend for each minute. Flat,
 * mutable: it is stored directly.
 */
public final class FunctionState {

    public ScopeState scope = new ScopeState();
    public Share share = new Share();
    public DaySpendState spend = new DaySpendState();
}
