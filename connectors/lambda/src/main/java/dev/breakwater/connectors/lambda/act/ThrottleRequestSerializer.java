package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.source.VersionedCodec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The form in which requests wait in a checkpoint. Version 1 knew reserved concurrency only, version 2 not what was
 * observed, version 3 no notes, version 4 not which book decided; all are still read. Unknown versions and trailing bytes are refused.
 */
public final class ThrottleRequestSerializer extends VersionedCodec<ThrottleRequest> {

    private static final int VERSION = 5;
    private static final int TEXT_LIMIT = 1 << 20;

    public ThrottleRequestSerializer() {
        super("throttle request", 1, VERSION);
    }

    @Override
    protected void write(ThrottleRequest request, DataOutputStream out) throws IOException {
        writeText(out, request.intent());
        writeText(out, request.account());
        writeText(out, request.region());
        writeText(out, request.function());
        out.writeBoolean(request.throttle());
        out.writeInt(request.limit());
        out.writeInt(request.previous());
        out.writeLong(request.untilMillis());
        out.writeLong(request.notAfterMillis());
        writeText(out, request.incident());
        writeText(out, request.reason());
        writeText(out, request.lever().wire());
        writeText(out, request.mapping());
        out.writeInt(request.before());
        out.writeBoolean(request.held());
        writeText(out, request.words());
        writeText(out, request.book());
    }

    @Override
    protected ThrottleRequest read(int version, DataInputStream in) throws IOException {
        return new ThrottleRequest(
                readText(in),
                readText(in),
                readText(in),
                readText(in),
                in.readBoolean(),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                readText(in),
                readText(in),
                version == 1 ? LeverKind.RESERVATION : lever(readText(in)),
                version == 1 ? "" : readText(in),
                version < 3 ? Reservation.NONE : in.readInt(),
                version >= 3 && in.readBoolean(),
                version >= 4 ? readText(in) : "",
                version >= 5 ? readText(in) : "");
    }

    private static LeverKind lever(String wire) throws IOException {
        try {
            return LeverKind.ofWire(wire);
        } catch (IllegalArgumentException e) {
            throw new IOException("throttle request for an unknown lever", e);
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > TEXT_LIMIT) {
            throw new IOException("text of " + length + " bytes in a throttle request");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
