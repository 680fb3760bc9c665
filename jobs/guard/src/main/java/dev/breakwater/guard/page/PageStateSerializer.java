package dev.breakwater.guard.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Version 1: the JSON in UTF-8. */
final class PageStateSerializer implements SimpleVersionedSerializer<PageState> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(PageState state) {
        return state.json().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public PageState deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) throw new IOException("unknown version " + version + " of a page's state");
        return new PageState(new String(serialized, StandardCharsets.UTF_8));
    }
}
