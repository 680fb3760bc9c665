package dev.breakwater.bench.peer;

/** A static threshold: twice the most expensive minute of the function's first day. */
final class StaticThreshold extends Peer {

    private static final double FACTOR = 2;

    private final double[] most;

    StaticThreshold(int functions) {
        super(functions, f -> true);
        most = new double[functions];
    }

    @Override
    boolean alarming(int f, History h, int minute) {
        if (minute - h.first < History.DAY) {
            most[f] = Math.max(most[f], h.cost[minute]);
            return false;
        }
        return h.cost[minute] > FACTOR * most[f];
    }
}
