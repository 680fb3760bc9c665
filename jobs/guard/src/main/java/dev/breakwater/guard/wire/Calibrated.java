package dev.breakwater.guard.wire;

import dev.breakwater.core.calibrate.Factor;
import dev.breakwater.core.calibrate.Verdict;

/**
 * What became of a charge that AWS told, and what the factor is by then.
 *
 * @param minute     minute of the reading
 * @param chargeNano nano-USD since the beginning of the month
 */
public record Calibrated(String account, long minute, long chargeNano, Verdict verdict, Factor factor) {}
