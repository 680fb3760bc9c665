package dev.breakwater.guard.live;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.ControlPlaneRate;
import dev.breakwater.connectors.lambda.AccountLimits;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.FunctionDirectory;
import dev.breakwater.connectors.lambda.LambdaFunctionDirectory;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.guard.convert.InventoryFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * The inventory as it is read once, before the job is built.
 *
 * @param fleet       functions by {@code account|region|function}
 * @param concurrency the smallest concurrency limit of all places, or -1 when any could not be read
 * @param gaps        what could not be read, one line each
 */
public record FirstInventory(Map<String, FunctionFacts> fleet, int concurrency, List<String> gaps) {

    /** Asks every place; what cannot be read is a gap, never an exception. */
    public static FirstInventory read(List<Place> places, Map<String, String> environment) {
        Map<String, FunctionFacts> fleet = new LinkedHashMap<>();
        List<String> gaps = new ArrayList<>();
        int concurrency = Integer.MAX_VALUE;
        for (Place place : places) {
            try (AwsClients clients = new AwsClients(place.observing(), environment)) {
                LambdaClient lambda = clients.lambda(ControlPlaneRate.of(place.account(), place.region())::look);
                FunctionDirectory.Listing listing =
                        new LambdaFunctionDirectory(lambda, place.account(), place.region(), ActClock.system()).list();
                long now = System.currentTimeMillis();
                fleet.putAll(InventoryFacts.of(listing, now));
                gaps.addAll(listing.gaps());
                Answer<AccountLimits> limits = AccountLimits.read(lambda);
                if (limits.ok())
                    concurrency = Math.min(concurrency, limits.value().concurrent());
                else {
                    concurrency = -1;
                    gaps.add("account settings of " + place.account() + ' ' + place.region() + ": "
                            + limits.failure().text());
                }
            }
        }
        return new FirstInventory(fleet, concurrency == Integer.MAX_VALUE ? -1 : concurrency, gaps);
    }
}
