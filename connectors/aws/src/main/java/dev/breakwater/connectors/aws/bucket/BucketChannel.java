package dev.breakwater.connectors.aws.bucket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/**
 * An object that is read and written in memory. The method {@link #force} puts the whole object if nobody has changed
 * it since it was read. Otherwise, the method fails with {@link Bucket.Overtaken} and changes nothing, and the caller
 * must open the object again. One thread uses a channel.
 */
final class BucketChannel extends FileChannel {

    private final BucketPath path;
    private final boolean writes;
    private final boolean putsAtEnd;
    private byte[] bytes;
    private int size;
    private int position;
    private String condition;
    private boolean dirty;
    /** Whether the cache uses the same array, which must then be copied before a write. */
    private boolean shared;

    private BucketChannel(BucketPath path, boolean writes, boolean putsAtEnd, Bucket.Content content) {
        this.path = path;
        this.writes = writes;
        this.putsAtEnd = putsAtEnd;
        bytes = content.bytes();
        size = bytes.length;
        condition = content.etag();
        shared = true;
    }

    /**
     * Opens an object with the options of {@link StandardOpenOption}.
     *
     * @param putsAtEnd whether closing the channel also puts the written content
     */
    static BucketChannel open(BucketPath path, Set<? extends OpenOption> options, boolean putsAtEnd)
            throws IOException {
        boolean writes = options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
        boolean fresh = options.contains(StandardOpenOption.CREATE_NEW);
        boolean anew = fresh || options.contains(StandardOpenOption.TRUNCATE_EXISTING);
        if (writes && anew) {
            String condition = fresh ? Bucket.NONE : Bucket.ANY;
            BucketChannel channel =
                    new BucketChannel(path, true, putsAtEnd, new Bucket.Content(new byte[0], condition));
            channel.dirty = true;
            return channel;
        }
        BucketChannel channel = new BucketChannel(
                path, writes, putsAtEnd, content(path, writes && options.contains(StandardOpenOption.CREATE)));
        if (options.contains(StandardOpenOption.APPEND)) {
            channel.position = channel.size;
        }
        return channel;
    }

    private static Bucket.Content content(BucketPath path, boolean orNone) throws IOException {
        try {
            return path.bucket().get(path.key());
        } catch (NoSuchFileException e) {
            if (orNone) {
                return new Bucket.Content(new byte[0], Bucket.NONE);
            }
            throw e;
        }
    }

    @Override
    public int read(ByteBuffer into) {
        int read = read(into, position);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public int read(ByteBuffer into, long at) {
        if (at >= size) {
            return -1;
        }
        int length = Math.min(into.remaining(), size - (int) at);
        into.put(bytes, (int) at, length);
        return length;
    }

    @Override
    public int write(ByteBuffer from) {
        int written = write(from, position);
        position += written;
        return written;
    }

    @Override
    public int write(ByteBuffer from, long at) {
        int length = from.remaining();
        int end = Math.toIntExact(at + length);
        own(end);
        from.get(bytes, (int) at, length);
        size = Math.max(size, end);
        dirty = true;
        return length;
    }

    private void own(int room) {
        if (!writes) {
            throw new NonWritableChannelException();
        }
        if (shared || room > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(room, Math.max(bytes.length, 2 * size)));
            shared = false;
        }
    }

    @Override
    public FileChannel truncate(long length) {
        if (length < size) {
            own(size);
            size = (int) length;
            dirty = true;
        }
        position = Math.min(position, size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        if (dirty) {
            condition = path.bucket().put(path.key(), Arrays.copyOf(bytes, size), condition);
            dirty = false;
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long at) {
        position = Math.toIntExact(at);
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    /** The lock does not exclude other writers. A second writer finds out about the first writer when it writes. */
    @Override
    public FileLock tryLock(long from, long length, boolean among) {
        return new FileLock(this, from, length, among) {
            @Override
            public boolean isValid() {
                return true;
            }

            @Override
            public void release() {
                // there is nothing to release
            }
        };
    }

    @Override
    public FileLock lock(long from, long length, boolean among) {
        return tryLock(from, length, among);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        if (putsAtEnd) {
            force(true);
        }
    }

    @Override
    public long read(ByteBuffer[] into, int from, int count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int first, int count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long from, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long from, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long from, long length) {
        throw new UnsupportedOperationException();
    }
}
