package dev.breakwater.guard.stage;

import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.engine.detect.account.Contribution.Share;
import dev.breakwater.engine.detect.baseline.ScopeState;

/**
 * Everything that the job remembers about a function except its samples. One object holds all this state, so that each
 * minute needs one read and one write of the backend. Flink stores the fields directly.
 */
public final class FunctionState {

    public ScopeState scope = new ScopeState();
    public Share share = new Share();
    public DaySpend.State spend = new DaySpend.State();
}
