package dev.breakwater.connectors.lambda.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What can be done with a ledger while the job writes it: read all of it, and accept a chain that began anew. */
public final class LedgerFiles {

    private LedgerFiles() {}

    /**
     * Gives every whole line of every segment, in order.
     *
     * @param file path of the first segment
     */
    public static void lines(Path file, Consumer<String> each) throws IOException {
        Segments segments = Segments.of(file);
        for (int number : segments.numbers()) {
            try (LineStream lines = new LineStream(Files.newInputStream(segments.file(number)), 0)) {
                for (LineStream.Line line = lines.next(); line != null && line.complete(); line = lines.next()) {
                    each.accept(line.text());
                }
            }
        }
    }

    /** Gives every effect of every segment, in order, without what a segment repeats; what is no such line is passed over. */
    public static void effects(Path file, Consumer<Effect> each) throws IOException {
        lines(file, text -> {
            try {
                LedgerLine line = EffectJson.read(text);
                if (line.effect() != null && !line.carried()) each.accept(line.effect());
            } catch (IOException e) {
                // verify tells of it
            }
        });
    }

    /** Whether there is any segment. */
    public static boolean exists(Path file) throws IOException {
        return !Segments.of(file).numbers().isEmpty();
    }

    /** What the ledger remembers, for those who look without writing; empty where there is none. */
    public static EffectsMemory memory(Path file) throws IOException {
        Segments segments = Segments.of(file);
        if (segments.numbers().isEmpty()) {
            return new EffectsMemory();
        }
        // each segment begins with all that is not given back
        return EffectsMemory.of(LedgerTail.of(segments.file(segments.newest())).effects());
    }

    static LedgerVerdict verify(Path file) throws IOException {
        Segments segments = Segments.of(file);
        LedgerChain chain = new LedgerChain();
        for (int number : segments.numbers()) {
            try (LineStream lines = new LineStream(Files.newInputStream(segments.file(number)), 0)) {
                for (LineStream.Line line = lines.next(); line != null; line = lines.next()) {
                    if (line.complete()) {
                        chain.next(line.text());
                    } else {
                        chain.torn();
                    }
                }
            }
        }
        return chain.verdict();
    }

    /**
     * Leaves word for the job that a chain which began anew has been looked into: new throttles may begin.
     *
     * @return what stopped them, or empty where nothing does
     */
    public static String accept(Path file) throws IOException {
        Segments segments = Segments.of(file);
        LedgerTail tail = LedgerTail.of(segments.file(segments.newest()));
        if (!tail.stop().isEmpty()) {
            Files.writeString(segments.accepted(), tail.stop());
        }
        return tail.stopped();
    }
}
