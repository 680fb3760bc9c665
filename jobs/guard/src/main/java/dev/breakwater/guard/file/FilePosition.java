package dev.breakwater.guard.file;

import dev.breakwater.guard.wire.Row;
import java.util.List;

/** How far a file was written at a checkpoint, and the lines that still waited. */
record FilePosition(long length, List<Row> waiting) {}
