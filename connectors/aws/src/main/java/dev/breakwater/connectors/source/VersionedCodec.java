package dev.breakwater.connectors.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Writes the content of a checkpoint field by field, with a version. Other versions and unexpected bytes cause an
 * error, because partly understood state is worse than no state.
 *
 * @param <T> the type of the content
 */
public abstract class VersionedCodec<T> implements SimpleVersionedSerializer<T> {

    private final String name;
    private final int version;

    /**
     * @param name    the name of the content, for error messages
     * @param version the only version that is read and written
     */
    protected VersionedCodec(String name, int version) {
        this.name = name;
        this.version = version;
    }

    /** Writes the whole value. */
    protected abstract void write(T value, DataOutputStream out) throws IOException;

    /** Reads the whole value. */
    protected abstract T read(DataInputStream in) throws IOException;

    @Override
    public final int getVersion() {
        return version;
    }

    @Override
    public final byte[] serialize(T value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(value, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Override
    public final T deserialize(int written, byte[] bytes) throws IOException {
        if (written != version) {
            throw new IOException(name + " of unknown version " + written + ", this is " + version);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        T value = read(in);
        if (in.read() >= 0) {
            throw new IOException(name + " with bytes after its end");
        }
        return value;
    }

    /** Refuses inconsistent values. */
    protected final IOException damaged() {
        return new IOException(name + " is damaged");
    }
}
