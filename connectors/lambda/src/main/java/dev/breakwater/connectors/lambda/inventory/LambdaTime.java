package dev.breakwater.connectors.lambda.inventory;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Instants as Lambda writes them: offsets without a colon, like {@code 2026-08-05T14:20:00.000+0000}. */
public final class LambdaTime {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSSSSSSSS][.SSS]XX");

    private LambdaTime() {}

    /** Epoch milliseconds, or -1 when there is none or it is written otherwise. */
    public static long millis(String instant) {
        if (instant == null) return -1;
        try {
            return FORMAT.parse(instant, Instant::from).toEpochMilli();
        } catch (DateTimeException e) {
            return -1;
        }
    }
}
