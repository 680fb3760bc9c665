package dev.breakwater.guard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.testkit.pagerduty.Answer;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.flink.core.execution.SavepointFormatType;

/**
 * Makes the savepoint of a release that every later version must restore, with the marks, the ledger and the open alerts
 * that belong to it. Run by hand, once for each release, with the code of that release; it takes about ten minutes, since
 * the job's clock is the wall clock:
 *
 * <pre>{@code
 * java -cp (test class path of jobs/guard) dev.breakwater.guard.SavepointMaker jobs/guard/src/test/resources/savepoints/VERSION
 * }</pre>
 *
 * <p>{@code savepoints/0.1.0} was made with commit 0526177 and Flink 2.2.1. The format is canonical: the one that Flink
 * promises to read in later versions and with any state backend.
 */
final class SavepointMaker {

    private static final int DAY = 1440;
    private static final int CALM = 300;
    private static final int FLOOD = 12_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofMinutes(8);
    private static final Set<String> QUIET = Set.of("shop-a", "shop-b", "guarded-late");
    private static final Set<String> ON_AND_ON = Set.of("held", "guarded");

    private final SavedWorld world;
    private final MetricStreamFiles samples = new MetricStreamFiles(SavedLimits.ACCOUNT);
    private long next;
    private int files;
    private boolean late;

    private SavepointMaker(SavedWorld world) {
        this.world = world;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("savepoint-maker");
        try (SavedWorld world = new SavedWorld(folder)) {
            new SavepointMaker(world).make(Path.of(args[0]).toAbsolutePath());
            world.stopped();
        }
    }

    private void make(Path to) throws Exception {
        flood();
        world.run("");
        say("floods are held", PATIENCE, this::allHeld);
        ObjectNode marks = new ObjectMapper().createObjectNode();
        mark(marks, "held", "held");
        mark(marks, "on-a-queue", "queued");
        mark(marks, "on-a-stream", "paused");
        calm();
        say("given back by AWS's refusal and after it", LONG, this::briefIsOver);
        say("changed by hand", LONG, () -> ledger("by-hand", "OVERRIDDEN") && ledger("queue-by-hand", "OVERRIDDEN"));
        say("a budget's order", LONG, () -> limit("shop-a") == 5 && limit("shop-b") == 5);
        say("on the way up", LONG, () -> limit("rising") == 10);
        say(
                "half on the way up",
                LONG,
                () -> tag("half-risen", "breakwater:limit").equals("10"));
        mark(marks, "being-replaced", "half-risen");
        world.pager()
                .script(Collections.nCopies(100_000, Answer.of(Answer.Kind.SERVER_ERROR))
                        .toArray(Answer[]::new));
        late = true;
        say(
                "an alarm that nobody hears",
                LONG,
                () -> world.written("decisions.jsonl").contains("guarded-late"));
        save(to, marks);
    }

    private void save(Path to, ObjectNode marks) throws Exception {
        Path drafts = world.folder().resolve("savepoints");
        int calls = world.pager().calls();
        Waiting.until(() -> world.pager().calls() > calls, PATIENCE);
        String made = world.job()
                .stopWithSavepoint(false, drafts.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(2, TimeUnit.MINUTES);
        Path savepoint = to.resolve("savepoint");
        Files.createDirectories(savepoint);
        try (Stream<Path> parts = Files.list(Path.of(URI.create(made)))) {
            for (Path part : parts.toList()) copy(part, savepoint.resolve(part.getFileName()));
        }
        copy(world.folder().resolve("ledger/ledger.jsonl"), to.resolve("ledger.jsonl"));
        write(to.resolve("marks.json"), marks);
        write(to.resolve("world.json"), world.seen());
        System.out.println("made " + to);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path to, ObjectNode json) throws IOException {
        Files.writeString(to, json.toPrettyString() + '\n');
    }

    /** Three days as usual, then a flood of four minutes, up to now: what is over is told and not throttled. */
    private void flood() {
        next = System.currentTimeMillis() / 60_000 - 4;
        samples.minutes(next - 3 * DAY, next, m -> CALM, names())
                .into(world.folder().resolve("landing"), "0000.jsonl");
        for (long until = next + 4; next < until; next++) {
            for (String f : names()) samples.minute(f, next, QUIET.contains(f) ? CALM : FLOOD);
        }
        samples.into(world.folder().resolve("landing"), String.format("%04d.jsonl", ++files));
    }

    private void calm() {
        world.limits().refuse("brief-stuck", 500);
        world.limits().refuse(world.limits().mapping("brief-queued"), 500);
        world.limits().refuse("half-risen", 500);
        world.limits().refuse("brief-let-go", 500);
        world.limits().refuse(world.limits().mapping("brief-queue-let-go"), 500);
        world.limits().set(SavedLimits.function("by-hand"), 33);
        world.limits().set(SavedLimits.function("queue-by-hand"), 33);
        feed();
    }

    /** Each minute that is over, once. */
    private void feed() {
        long over = System.currentTimeMillis() / 60_000;
        if (next >= over) return;
        for (; next < over; next++) {
            for (String f : names()) samples.minute(f, next, callsAfterTheFlood(f));
        }
        samples.into(world.folder().resolve("landing"), String.format("%04d.jsonl", ++files));
    }

    private int callsAfterTheFlood(String f) {
        // what is paused lets nothing through
        if (f.equals("paused")) return 0;
        return ON_AND_ON.contains(f) || late && f.equals("guarded-late") ? FLOOD : CALM;
    }

    private boolean allHeld() {
        return List.of(
                                "held",
                                "rising",
                                "half-risen",
                                "brief-released",
                                "brief-stuck",
                                "brief-let-go",
                                "by-hand",
                                "queued",
                                "brief-queued",
                                "brief-queue-let-go",
                                "queue-by-hand")
                        .stream()
                        .allMatch(f -> limit(f) == 5)
                && limit("paused") == 0;
    }

    /** A release is first refused for a while, then denied; the queue's is then let through. */
    private boolean briefIsOver() {
        if (ledger("brief-stuck", "TRANSIENT")) world.limits().refuse("brief-stuck", 403);
        if (ledger("brief-queued", "TRANSIENT"))
            world.limits().refuse(world.limits().mapping("brief-queued"), 403);
        if (ledger("brief-queued", "DENIED"))
            world.limits().refuse(world.limits().mapping("brief-queued"), 200);
        letGo("brief-let-go", "brief-let-go");
        letGo("brief-queue-let-go", world.limits().mapping("brief-queue-let-go"));
        return ledger("brief-released", "RELEASED")
                && ledger("brief-queued", "RELEASED")
                && ledger("brief-let-go", "ALREADY")
                && ledger("brief-queue-let-go", "ALREADY")
                && ledger("brief-stuck", "DENIED");
    }

    /** A human does what a release could not. */
    private void letGo(String function, String refused) {
        SavedLimits.Function f = SavedLimits.function(function);
        if (!ledger(function, "TRANSIENT") || world.limits().tags(f).isEmpty()) return;
        world.limits().refuse(refused, 200);
        world.limits().set(f, f.found());
        world.limits().untag(f);
    }

    private boolean ledger(String function, String outcome) {
        return world.written("ledger.jsonl")
                .lines()
                .anyMatch(line -> line.contains("\"" + function + "\"") && line.contains("\"" + outcome + "\""));
    }

    private int limit(String function) {
        return world.limits().limit(SavedLimits.function(function));
    }

    private String tag(String function, String key) {
        return world.limits().tags(SavedLimits.function(function)).getOrDefault(key, "");
    }

    private void mark(ObjectNode marks, String name, String function) {
        ObjectNode one = marks.putObject(name);
        world.limits().tags(SavedLimits.function(function)).forEach(one::put);
    }

    private void say(String what, Duration patience, BooleanSupplier condition) {
        System.out.println(LocalTime.now() + " waiting: " + what);
        boolean calm = files > 1;
        Waiting.until(
                () -> {
                    if (calm) feed();
                    return condition.getAsBoolean();
                },
                patience);
    }

    private static String[] names() {
        return SavedLimits.FUNCTIONS.stream().map(SavedLimits.Function::name).toArray(String[]::new);
    }
}
