package dev.breakwater.guard.drill;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The parts that all drills share. */
final class Drills {

    static final String ACCOUNT = "123456789012";
    static final String REGION = "eu-west-1";
    /** The start of the drills' time, epoch milliseconds. */
    static final long NOW = 1_764_000_000_000L;

    /**
     * The time-out of calls that are meant to time out. Other calls have a long one, which only a very slow machine
     * would reach.
     */
    static final int IMPATIENT_MILLIS = 2_000;

    static final int PATIENT_MILLIS = 30_000;

    private Drills() {}

    static int timeout(Fault fault) {
        return fault == Fault.STALL ? IMPATIENT_MILLIS : PATIENT_MILLIS;
    }

    static AwsClients clients(URI endpoint, Fault fault) {
        AwsSettings settings = new AwsSettings(Drills.REGION, endpoint.toString(), "", timeout(fault));
        return new AwsClients(settings, Map.of(), EmulatedFunctions.credentials());
    }

    /** How often the service was called, and how many calls it carried out. */
    static String calls(FaultProxy proxy, String operation) {
        List<FaultProxy.SeenCall> calls = proxy.calls(operation);
        long done = calls.stream().filter(FaultProxy.SeenCall::tookEffect).count();
        return calls.size() + (calls.size() == 1 ? " call, " : " calls, ") + done + " done";
    }
}
