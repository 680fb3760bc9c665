package dev.breakwater.connectors.cloudwatch;

import java.io.Serializable;

/** Names a landing folder, wherever it is; it is opened where it is read. */
interface LandingRoot extends Serializable {

    /** Its path or address: what the state of the feed knows it by. */
    String root();

    LandingFolder open();
}
