package dev.breakwater.guard.live;

import dev.breakwater.config.model.Settings;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.watch.Watched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The sources that a live run asks repeatedly. If CloudWatch is polled, the polling names each place, with or without
 * traffic; otherwise the landing folder names those that have functions.
 */
final class Watches {

    private Watches() {}

    static List<Watched> landing(Settings settings, List<Place> places, Collection<FunctionFacts> fleet) {
        List<Watched> watched = new ArrayList<>();
        String first = places.get(0).account();
        watched.add(Watched.landing(first));
        watched.addAll(ofTheJob(settings, first));
        if (settings.source().cloudwatch().enabled()) return watched;
        for (Place p : places) {
            boolean hasFunctions = fleet.stream()
                    .anyMatch(f -> f.account().equals(p.account()) && f.region().equals(p.region()));
            if (hasFunctions) watched.add(Watched.landedPlace(p.account(), p.region()));
        }
        return watched;
    }

    static List<Watched> polling(Settings settings, List<Place> places) {
        Duration every = settings.source().cloudwatch().every();
        String first = places.get(0).account();
        List<Watched> watched = new ArrayList<>();
        watched.add(Watched.polling(first, every));
        for (Place p : places) watched.add(Watched.polledPlace(p.account(), p.region(), every));
        if (settings.source().landing().path().isEmpty()) watched.addAll(ofTheJob(settings, first));
        return watched;
    }

    private static List<Watched> ofTheJob(Settings settings, String account) {
        return List.of(Watched.checkpoints(account, settings.checkpoints().every()), Watched.files(account));
    }
}
