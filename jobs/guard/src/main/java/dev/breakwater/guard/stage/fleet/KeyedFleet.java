package dev.breakwater.guard.stage.fleet;

import dev.breakwater.guard.wire.FleetChange;

/** The inventory's facts about one key, stored in that key's state. */
interface KeyedFleet extends Fleet {

    /** Stores a change that concerns the current key. */
    void take(FleetChange change) throws Exception;
}
