package dev.breakwater.connectors.cloudwatch.charges;

import java.io.Serializable;
import java.util.List;

/** Opens what reads charges, where the source runs: one for each set of credentials, the best first. */
interface ChargesDoor extends Serializable {
    List<ChargesApi> open(List<ChargesTarget> targets);
}
