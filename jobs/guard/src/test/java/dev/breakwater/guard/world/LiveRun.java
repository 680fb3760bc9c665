package dev.breakwater.guard.world;

import dev.breakwater.guard.page.PageUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The updates for pages from the jobs of a random world, minute by minute. They are for tests of pages and consoles.
 */
public final class LiveRun {

    private LiveRun() {}

    /** Plays the world with this number. */
    public static List<PageUpdate> of(long seed) {
        ClosedLoopWorld world = new ClosedLoopWorld(seed, Set.of());
        List<PageUpdate> told = new ArrayList<>();
        world.pages = told::add;
        world.play();
        return told;
    }
}
