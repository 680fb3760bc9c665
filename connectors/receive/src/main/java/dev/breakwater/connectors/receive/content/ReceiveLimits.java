package dev.breakwater.connectors.receive.content;

/**
 * The capacity of the endpoint.
 *
 * @param bodyBytes     longest body of a delivery after inflation; Firehose's documented 64 MiB. Beyond it the answer is
 *                      413, which loses the batch for good
 * @param recordBytes   longest record after base64, and again after inflation, bytes
 * @param bufferedBytes memory for all deliveries being read or waiting for the disk, bytes; beyond it the answer is 503
 * @param threads       deliveries served at once, at least 1
 * @param freeBytes     space that stays free where the landing folder is, bytes; below it the answer is 503
 */
public record ReceiveLimits(long bodyBytes, int recordBytes, long bufferedBytes, int threads, long freeBytes) {
    private static final int MIB = 1 << 20;

    /** 64 MiB a body, 32 MiB a record, 256 MiB in memory, 32 threads, 1 GiB free. */
    public static final ReceiveLimits DEFAULT = new ReceiveLimits(64 * MIB, 32 * MIB, 256 * MIB, 32, 1024L * MIB);

    /** The same with other memory. */
    public ReceiveLimits withBufferedBytes(long bytes) {
        return new ReceiveLimits(bodyBytes, recordBytes, bytes, threads, freeBytes);
    }

    /** The same with other free space. */
    public ReceiveLimits withFreeBytes(long bytes) {
        return new ReceiveLimits(bodyBytes, recordBytes, bufferedBytes, threads, bytes);
    }

    /** The same with another number of threads. */
    public ReceiveLimits withThreads(int number) {
        return new ReceiveLimits(bodyBytes, recordBytes, bufferedBytes, number, freeBytes);
    }
}
