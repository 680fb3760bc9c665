package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.lever.Lever.LeverFactory;
import java.util.HashMap;
import java.util.Map;

/** The levers in use, one for each account, region and kind, opened when first needed. */
public final class Levers implements AutoCloseable {

    private final LeverFactory factory;
    private final Map<String, Lever> open = new HashMap<>();

    public Levers(LeverFactory factory) {
        this.factory = factory;
    }

    /** The lever that this limit belongs to. */
    public Lever of(LeverRef limit) {
        FunctionRef f = limit.function();
        return open.computeIfAbsent(key(limit), key -> factory.open(f.account(), f.region(), limit.kind()));
    }

    /** Account, region and kind: what a lever is opened for, and what a denial is about. */
    public static String key(LeverRef limit) {
        return limit.function().account() + '/' + limit.function().region() + '/' + limit.kind();
    }

    @Override
    public void close() {
        open.values().forEach(Lever::close);
        open.clear();
    }
}
