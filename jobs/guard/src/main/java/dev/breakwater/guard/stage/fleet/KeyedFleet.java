package dev.breakwater.guard.stage.fleet;

import dev.breakwater.guard.wire.FleetChange;

/** The inventory's knowledge of one key, in that key's state. */
interface KeyedFleet extends Fleet {

    /** Takes a change that concerns the current key. */
    void take(FleetChange change) throws Exception;
}
