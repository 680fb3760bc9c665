package dev.breakwater.cli.policies;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.inventory.InventoryPlace;
import dev.breakwater.connectors.lambda.inventory.LambdaPlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory;
import dev.breakwater.connectors.lambda.inventory.TriggerMapping;
import dev.breakwater.core.policy.Trigger;
import dev.breakwater.guard.convert.InventoryFacts;
import dev.breakwater.guard.live.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The queues and streams that are polled for functions, by {@code account|region|function}. */
final class TriggerListing {

    /** Whose limits these are does not matter here. */
    private static final InventoryFacts FACTS = new InventoryFacts(Set.of());

    private TriggerListing() {}

    /** @param gaps takes unreadable parts */
    static Map<String, List<Trigger>> read(List<Place> places, Map<String, String> environment, List<String> gaps) {
        Map<String, List<Trigger>> all = new HashMap<>();
        for (Place place : places) {
            try (PlaceDirectory directory =
                    LambdaPlaceDirectory.open(new InventoryPlace(place.account(), place.observing()), environment)) {
                read(place, directory, all, gaps);
            }
        }
        return all;
    }

    private static void read(Place place, PlaceDirectory directory, Map<String, List<Trigger>> all, List<String> gaps) {
        String marker = "";
        do {
            Answer<PlaceDirectory.Page<TriggerMapping>> page = directory.mappings(marker);
            if (!page.ok()) {
                gaps.add("queues and streams of " + place.account() + ' ' + place.region() + ": "
                        + page.failure().text());
                return;
            }
            for (TriggerMapping m : page.value().items()) {
                all.computeIfAbsent(place.account() + '|' + place.region() + '|' + m.function(), k -> new ArrayList<>())
                        .add(FACTS.trigger(m));
            }
            marker = page.value().next();
        } while (!marker.isEmpty());
    }
}
