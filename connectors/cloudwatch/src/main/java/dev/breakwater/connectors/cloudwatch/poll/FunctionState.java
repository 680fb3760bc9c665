package dev.breakwater.connectors.cloudwatch.poll;

/** {@link FunctionMemory} in a checkpoint. */
record FunctionState(String name, long seenTo, long activeAt, long bornAt, long top, double[] values) {}
