package dev.breakwater.guard.world;

import dev.breakwater.guard.page.PageUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the jobs of a drawn world tell their pages, minute by minute: for the tests of those who show it. */
public final class LiveRun {

    private LiveRun() {}

    /** Plays the world of this number. */
    public static List<PageUpdate> of(long seed) {
        ClosedLoopWorld world = new ClosedLoopWorld(seed, Set.of());
        List<PageUpdate> told = new ArrayList<>();
        world.pages = told::add;
        world.play();
        return told;
    }
}
