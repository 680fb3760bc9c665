package dev.breakwater.guard.limit;

import dev.breakwater.core.limit.Call;
import dev.breakwater.core.policy.Lever;
import java.io.Serializable;
import org.apache.flink.metrics.MetricGroup;

/** Hears how calls end and how the ledger stands, on any thread. */
public interface ActListener extends AutoCloseable {

    /** @param throttles whether it was for a limit that is set or held, not given back */
    void answered(String account, String region, Call.Answer answer, boolean throttles);

    /** How a limit stands was observed: what failed on it before is over. */
    void settled(String account, String region, String function, Lever lever);

    /** This attempt begins; the one before it had that name, empty where there was none. */
    void began(String account, String region, String former);

    /** Whether the ledger keeps throttles from beginning, and why. */
    void ledger(String account, String region, boolean stops, String why);

    /** Another job of the same name acts on the same account and region. */
    void superseded(String account, String region, String why);

    /** A configuration holds from now on. */
    void revision(String id);

    @Override
    void close();

    /** Makes the listener where it is used; travels in the job graph. */
    @FunctionalInterface
    interface Factory extends Serializable {
        ActListener open(MetricGroup metrics);

        Factory NONE = metrics -> new ActListener() {
            @Override
            public void answered(String account, String region, Call.Answer answer, boolean throttles) {}

            @Override
            public void settled(String account, String region, String function, Lever lever) {}

            @Override
            public void began(String account, String region, String former) {}

            @Override
            public void ledger(String account, String region, boolean stops, String why) {}

            @Override
            public void superseded(String account, String region, String why) {}

            @Override
            public void revision(String id) {}

            @Override
            public void close() {}
        };
    }
}
