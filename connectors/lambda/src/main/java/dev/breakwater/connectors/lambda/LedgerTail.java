package dev.breakwater.connectors.lambda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a ledger file, from which its chain goes on.
 *
 * @param seq       number of the last line, 0 when there is none
 * @param hash      hash of the last line
 * @param end       where the next line goes; what is behind it is torn
 * @param tornBytes bytes of a last line that was never written to its end
 * @param effects   the newest effects, oldest first
 */
record LedgerTail(long seq, String hash, long end, long tornBytes, List<Effect> effects) {

    private static final int WINDOW = 4 << 20;

    /**
     * @throws IOException when the last whole line is damaged: a chain must not go on from a broken link
     */
    static LedgerTail read(FileChannel file) throws IOException {
        long size = file.size();
        long from = Math.max(0, size - WINDOW);
        byte[] bytes = bytes(file, from, (int) (size - from));
        int end = lastIndex(bytes, bytes.length) + 1;
        int start = from == 0 ? 0 : firstIndex(bytes) + 1;
        if (end <= start) {
            return new LedgerTail(0, LedgerChain.ROOT, from + end, size - from - end, List.of());
        }
        String[] lines = new String(bytes, start, end - start, StandardCharsets.UTF_8).split("\n");
        List<Effect> effects = new ArrayList<>(lines.length);
        for (String line : lines) {
            LedgerChain.hashOf(line);
            effects.add(EffectJson.read(line).effect());
        }
        String last = lines[lines.length - 1];
        long seq = EffectJson.read(last).seq();
        return new LedgerTail(seq, LedgerChain.hashOf(last), from + end, size - from - end, effects);
    }

    private static byte[] bytes(FileChannel file, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, from + buffer.position()) < 0) {
                throw new IOException("ledger became shorter while it was read");
            }
        }
        return buffer.array();
    }

    private static int lastIndex(byte[] bytes, int before) {
        int at = before - 1;
        while (at >= 0 && bytes[at] != '\n') {
            at--;
        }
        return at;
    }

    private static int firstIndex(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return at;
    }
}
