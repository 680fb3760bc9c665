package dev.breakwater.guard.file;

import dev.breakwater.guard.wire.Row;
import java.util.List;

/**
 * The position up to which a file was written at a checkpoint, and the lines that still waited.
 *
 * @param part    number that the part which was written gets when it is whole; 0 if that is not known
 * @param length  the length of that part, in bytes
 * @param waiting lines that were not written yet
 */
record FilePosition(int part, long length, List<Row> waiting) {}
