package dev.breakwater.core.detect;

import java.util.HashMap;
import java.util.Map;

/** The state of an account scope: sums still to be applied, sums of recent minutes, and what every scope remembers. */
public final class AccountState {

    static final int SUMS = 6;
    static final int MINUTES = 64;

    public ScopeState scope = new ScopeState();
    /** Differences by arrival minute and data minute, see {@link AccountMinutes}: applied when the arrival minute ends. */
    public Map<Long, long[]> pending = new HashMap<>();

    public long[] minute = new long[MINUTES];
    public long[] sums = new long[MINUTES * SUMS];
}
