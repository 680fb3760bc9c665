package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.connectors.lambda.inventory.PlaceMemory.PlaceFact;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The inventory of one account and region. It works like {@link InventoryReader}, but step by step on the caller's
 * thread.
 */
public final class StepInventory {

    private final PlaceDirectory directory;
    private final InventoryPace pace;
    private final ActClock clock;
    private final PlaceMemory memory;
    private final Deque<PlaceFact> told = new ArrayDeque<>();
    private PlaceRound round;
    private MarkedRound marks;
    private long roundAt;
    private long marksAt;

    private StepInventory(PlaceDirectory directory, InventoryPace pace, ActClock clock, PlaceSplit state) {
        this.directory = directory;
        this.pace = pace;
        this.clock = clock;
        memory = new PlaceMemory(state);
    }

    /** The inventory's state in a checkpoint. */
    public record Snapshot(PlaceSplit state) {}

    public static StepInventory fresh(
            String account, String region, PlaceDirectory directory, InventoryPace pace, ActClock clock) {
        PlaceSplit none = new PlaceSplit(
                account, region, PlaceSplit.packed(List.of()), List.of(), java.util.Map.of(), null, false);
        return new StepInventory(directory, pace, clock, none);
    }

    public static StepInventory restored(
            Snapshot snapshot, PlaceDirectory directory, InventoryPace pace, ActClock clock) {
        return new StepInventory(directory, pace, clock, snapshot.state());
    }

    public Snapshot snapshot() {
        return new Snapshot(memory.state());
    }

    /**
     * The time of the inventory's next step, by its own clock. Changes that were emitted and not yet drained have no
     * effect on it.
     */
    public long dueAt() {
        return Math.min(roundAt, marksAt);
    }

    /** Makes the next step that is due. */
    public void step() {
        long now = clock.millis();
        if (marksAt <= now) stepMarks(now);
        else if (roundAt <= now) stepRound();
    }

    public boolean isReading() {
        return round != null || marks != null;
    }

    private void stepMarks(long now) {
        if (marks == null) {
            marks = new MarkedRound(directory, memory.marks(), clock, told::add);
            marksBegan = now;
        }
        // ignore calls from within a step
        if (stepping) return;
        stepping = true;
        try {
            if (marks.step()) marksAt = clock.millis();
            else {
                marks = null;
                marksAt = Math.max(clock.millis(), marksBegan + pace.markedMillis());
            }
        } finally {
            stepping = false;
        }
    }

    private void stepRound() {
        if (stepping) return;
        if (round == null) round = new PlaceRound(directory, memory.known(), pace, clock, told::add);
        stepping = true;
        try {
            long wait = round.step();
            if (wait == PlaceRound.OVER) {
                roundAt = Math.max(clock.millis(), round.nextMillis());
                round = null;
            } else {
                roundAt = clock.millis() + wait;
            }
        } finally {
            stepping = false;
        }
    }

    private boolean stepping;
    private long marksBegan;

    /** Handles a clock that was set back. The next step is delayed by one period at most. */
    public void clockSet() {
        long now = clock.millis();
        roundAt = Math.min(roundAt, now + pace.everyMillis());
        marksAt = Math.min(marksAt, now + pace.markedMillis());
        marksBegan = Math.min(marksBegan, now);
    }

    /** Returns the changes since the last call. */
    public List<InventoryChange> drain() {
        List<InventoryChange> changes = new ArrayList<>();
        for (PlaceFact fact = told.poll(); fact != null; fact = told.poll()) {
            changes.addAll(memory.take(fact, clock.millis()));
        }
        return changes;
    }
}
