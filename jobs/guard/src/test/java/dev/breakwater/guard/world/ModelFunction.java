package dev.breakwater.guard.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A function in the simulated AWS. */
final class ModelFunction {

    final String name;
    final int timeoutSeconds;
    /** Provisioned concurrency. No reservation may be below it. */
    final int provisioned;

    boolean exists = true;
    int revision = 1;
    long modifiedAt;
    ModelLimit reservation;
    final Map<String, ModelLimit> mappings = new LinkedHashMap<>();
    /** The time until which an infrastructure tool removes tags that it does not know, epoch milliseconds. */
    long wipedUntil;
    /** The time until which people use all fifty tags of the function, epoch milliseconds. */
    long fullUntil;
    /** The time until which AWS refuses the old value, epoch milliseconds. */
    long refusesOldUntil;

    ModelFunction(String name, int provisioned, ModelLimit reservation) {
        this.name = name;
        this.provisioned = provisioned;
        this.timeoutSeconds = 60;
        this.reservation = reservation;
    }

    List<ModelLimit> limits() {
        List<ModelLimit> all = new ArrayList<>(mappings.values());
        all.add(reservation);
        return all;
    }

    boolean isClean() {
        return !exists || reservation.isClean() && mappings.values().stream().allMatch(ModelLimit::isClean);
    }
}
