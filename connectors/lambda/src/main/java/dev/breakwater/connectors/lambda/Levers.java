package dev.breakwater.connectors.lambda;

import java.util.HashMap;
import java.util.Map;

/** The levers in use, one for each account and region, opened when first needed. */
final class Levers implements AutoCloseable {

    private final LeverFactory factory;
    private final Map<String, Lever> open = new HashMap<>();

    Levers(LeverFactory factory) {
        this.factory = factory;
    }

    Lever of(ThrottleRequest request) {
        return open.computeIfAbsent(place(request), place -> factory.open(request.account(), request.region()));
    }

    static String place(ThrottleRequest request) {
        return request.account() + '/' + request.region();
    }

    @Override
    public void close() {
        open.values().forEach(Lever::close);
        open.clear();
    }
}
