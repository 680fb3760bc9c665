package dev.breakwater.guard.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.lambda.FakeClock;
import dev.breakwater.connectors.lambda.inventory.LambdaFunctionDirectory;
import dev.breakwater.connectors.lambda.inventory.LambdaFunctionDirectory.Listing;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import java.net.URI;

/** Lists functions through the proxy. A part that cannot be read must be a gap and never count as empty. */
final class ListDrill {

    private static final String OPERATION = "lambda:ListFunctions";

    private final URI emulator;

    ListDrill(URI emulator) {
        this.emulator = emulator;
    }

    DrillRow run(Fault fault) {
        try (FaultProxy proxy = FaultProxy.before(emulator);
                AwsClients clients = Drills.clients(proxy.endpoint(), fault)) {
            LambdaFunctionDirectory directory = new LambdaFunctionDirectory(
                    clients.lambda(), Drills.ACCOUNT, Drills.REGION, new FakeClock(Drills.NOW));
            proxy.script(OPERATION, fault);
            Listing first = directory.list();
            String once = Drills.calls(proxy, OPERATION) + "; " + text(first);
            proxy.clear();
            proxy.always(OPERATION, fault);
            Listing listing = directory.list();
            String lasting = Drills.calls(proxy, OPERATION) + "; " + text(listing);
            // the SDK has two equal time-outs, and either may fire first
            if (fault == Fault.STALL) lasting = lasting.replace("SdkClient", "ApiCallTimeout");
            assertThat(listing.complete()).as("%s", fault).isFalse();
            assertThat(proxy.wasFollowed()).isFalse();
            proxy.clear();
            Listing after = directory.list();
            assertThat(after.complete()).isTrue();
            return new DrillRow("Lambda ListFunctions, for the inventory", fault, once, lasting, text(after));
        }
    }

    private static String text(Listing listing) {
        return listing.complete()
                ? "complete"
                : "a gap: \"" + code(listing.gaps().get(0)) + "\"";
    }

    private static String code(String gap) {
        // account and region, code, words: the words may name ports
        // which of the SDK's two equal time-outs wins is a race
        return gap.split(": ")[1].replace("ApiCallAttemptTimeout", "ApiCallTimeout");
    }
}
