package dev.breakwater.connectors.receive.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Detects the kind of a record, and passes it to its reader: gzip, OpenTelemetry, or lines of JSON. */
final class RecordContent implements AutoCloseable {
    private final Rejects rejects;
    private final Lines lines;
    private final OtelMetrics otel;
    private final BudgetedBytes inflated;
    private final long mostInflated;
    private long inflatedInAll;

    /** @param recordBytes longest record after inflation; all together may be 16 times that */
    RecordContent(Rejects rejects, Lines lines, OtelMetrics otel, BudgetedBytes.Budget budget, int recordBytes) {
        this.rejects = rejects;
        this.lines = lines;
        this.otel = otel;
        inflated = new BudgetedBytes(budget, recordBytes);
        mostInflated = 16L * recordBytes;
    }

    void take(byte[] bytes, int length) throws Refused {
        boolean gzip = length >= 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        if (!gzip) {
            plain(bytes, length);
        } else if (inflate(bytes, length)) {
            inflatedInAll += inflated.length();
            plain(inflated.array(), inflated.length());
        }
    }

    private void plain(byte[] bytes, int length) throws Refused {
        OtelFrames frames = new OtelFrames(bytes, length);
        // a text can look like the start of a message ("x" and a line feed), but not throughout
        boolean text = length > 0 && (bytes[0] >= ' ' && bytes[0] < 0x7f || bytes[0] == '\n' || bytes[0] == '\r');
        if (text ? frames.whole() : frames.plausible()) {
            otel.take(bytes, length);
        } else {
            lines.take(bytes, length);
        }
    }

    private boolean inflate(byte[] bytes, int length) throws Refused {
        inflated.clear();
        byte[] chunk = new byte[1 << 13];
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes, 0, length), chunk.length)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                if (inflatedInAll + inflated.length() + n > mostInflated) {
                    throw new BudgetedBytes.Full(null);
                }
                inflated.write(chunk, 0, n);
            }
            return true;
        } catch (BudgetedBytes.Full full) {
            if (full.busy() != null) {
                throw full.busy();
            }
            inflatedInAll += inflated.length();
            String what = "inflates beyond the limit: " + inflated.length() + " bytes and more";
            rejects.add(RejectReason.RECORD_TOO_LONG, what, 0, bytes, 0, length);
        } catch (IOException e) {
            rejects.add(RejectReason.BAD_GZIP, "the gzip data are damaged or cut off", 0, bytes, 0, length);
        }
        return false;
    }

    @Override
    public void close() {
        inflated.close();
    }
}
