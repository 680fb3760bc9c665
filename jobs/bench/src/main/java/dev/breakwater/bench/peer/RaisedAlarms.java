package dev.breakwater.bench.peer;

import dev.breakwater.bench.set.BenchSet;
import java.util.BitSet;

/** The minutes in which a detector raised an alarm, for each function and for the account. */
public final class RaisedAlarms {

    private final BitSet[] functions;
    private final BitSet account = new BitSet(BenchSet.MINUTES);

    public RaisedAlarms(int functions) {
        this.functions = new BitSet[functions];
        for (int f = 0; f < functions; f++) this.functions[f] = new BitSet(BenchSet.MINUTES);
    }

    public void function(int f, int minute) {
        functions[f].set(minute);
    }

    public void account(int minute) {
        account.set(minute);
    }

    public BitSet ofFunction(int f) {
        return functions[f];
    }

    public BitSet ofAccount() {
        return account;
    }
}
