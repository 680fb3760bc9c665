package dev.breakwater.connectors.lambda.ledger;

import static dev.breakwater.connectors.lambda.ledger.Entries.ACCOUNT;
import static dev.breakwater.connectors.lambda.ledger.Entries.CHECKOUT;
import static dev.breakwater.connectors.lambda.ledger.Entries.CLOCK;
import static dev.breakwater.connectors.lambda.ledger.Entries.NOW;
import static dev.breakwater.connectors.lambda.ledger.Entries.OPERATOR;
import static dev.breakwater.connectors.lambda.ledger.Entries.REGION;
import static dev.breakwater.connectors.lambda.ledger.Entries.UNTIL;
import static dev.breakwater.connectors.lambda.ledger.Entries.intent;
import static dev.breakwater.connectors.lambda.ledger.Entries.request;
import static dev.breakwater.connectors.lambda.ledger.Entries.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.breakwater.connectors.lambda.ledger.LedgerChain.LedgerVerdict;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter.NewerAttempt;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerWriterTest {

    @TempDir
    private Path temp;

    private Path folder;
    private Path file;

    @BeforeEach
    void place() {
        folder = temp.resolve("chains");
        file = folder.resolve(OPERATOR).resolve("ledger.jsonl");
    }

    private LedgerWriter writer() {
        return writer(OPERATOR, LedgerWriter.SEGMENT_BYTES);
    }

    private LedgerWriter writer(String name, long segmentBytes) {
        return LedgerWriter.of(folder, name, segmentBytes, CLOCK);
    }

    private LedgerWriter operator() throws IOException {
        LedgerWriter writer = writer();
        writer.beginAttempt(ACCOUNT, REGION, "host-1", 0);
        return writer;
    }

    private LedgerFolder.Verdict verify() throws IOException {
        return LedgerFolder.chains(folder).get(0).verify();
    }

    private LedgerVerdict verdict() throws IOException {
        return verify().verdict();
    }

    private Path segment(int number) {
        return file.resolveSibling("ledger-" + number + ".jsonl");
    }

    private List<LedgerEntry> entries() throws IOException {
        List<LedgerEntry> all = new ArrayList<>();
        LedgerFolder.entries(folder, all::add);
        return all;
    }

    private LedgerMemory.Limit checkout() throws IOException {
        return LedgerMemory.read(folder).limit(CHECKOUT);
    }

    @Test
    void aLineIsOnTheDiskWhenAppendReturnsAndCarriesWriterAttemptAndEveryField() throws IOException {
        LedgerEntry all = LedgerEntry.of(Kind.SET, NOW)
                .limit(new LimitKey(ACCOUNT, REGION, "checkout", "queue", "4f1c"))
                .lease("k3f9", UNTIL)
                .outcome("refused", "InvalidParameterValue: too little left")
                .value("5")
                .found("none")
                .incident("1a2b")
                .key("request-7")
                .revision("0e0e0e0e0e0e")
                .by("alice");
        try (LedgerWriter writer = operator()) {
            writer.append(all);
            assertThat(Files.readAllLines(file)).hasSize(2);
        }
        String line = Files.readAllLines(file).get(1);
        assertThat(line)
                .startsWith("{\"seq\":2,\"prev\":\"")
                .contains(
                        "\"writer\":\"111122223333.eu-west-1\",\"attempt\":1,\"at\":\"2026-11-29T05:10:00Z\",\"kind\":\"set\"")
                .contains(
                        "\"lever\":\"queue\",\"mapping\":\"4f1c\",\"lease\":\"k3f9\",\"until\":\"2026-11-29T06:10:00Z\"")
                .contains("\"outcome\":\"refused\",\"value\":\"5\",\"found\":\"none\",\"incident\":\"1a2b\"")
                .endsWith("\"}");
        LedgerEntry read = LedgerEntry.read(line);
        assertThat(read).isEqualTo(all.in(OPERATOR, 1, 2, read.link().prev()));
    }

    @Test
    void appendReturnsAfterItsLastWriteAndEachNewNameWereForcedToTheDisk() throws Throwable {
        try (LedgerWriter writer = writer("requests", 700)) {
            assertThat(diskCalls(() -> writer.append(request("first"))))
                    .containsExactly("FileWrite ledger.jsonl", "FileForce ledger.jsonl", "FileForce requests");
            assertThat(diskCalls(() -> writer.append(request("second"), request("third"))))
                    .containsExactly("FileWrite ledger.jsonl", "FileForce ledger.jsonl");
            assertThat(diskCalls(() -> writer.append(request("next file"))))
                    .containsExactly(
                            "FileWrite ledger.new",
                            "FileForce ledger.new",
                            "FileForce requests",
                            "FileWrite ledger.new",
                            "FileForce ledger.new");
        }
    }

    /** Returns the writes and forces of this thread, in order, as the JVM's flight recorder saw them. */
    private List<String> diskCalls(ThrowingCallable calls) throws Throwable {
        Path events = temp.resolve("events.jfr");
        try (Recording recording = new Recording()) {
            for (String event : List.of("jdk.FileWrite", "jdk.FileForce")) {
                recording.enable(event).withThreshold(Duration.ZERO).withoutStackTrace();
            }
            recording.start();
            calls.call();
            recording.stop();
            recording.dump(events);
        }
        return RecordingFile.readAllEvents(events).stream()
                .filter(e -> e.getThread().getJavaThreadId()
                        == Thread.currentThread().getId())
                .sorted(Comparator.comparing(RecordedEvent::getEndTime))
                .map(e -> e.getEventType().getName().substring(4)
                        + ' '
                        + Path.of(e.getString("path")).getFileName())
                .toList();
    }

    @Test
    void aFailedForceFailsTheAppend() throws IOException {
        Files.createDirectories(file.getParent());
        // a device takes every write, but cannot be forced
        Files.createSymbolicLink(file, Path.of("/dev/null"));
        assertThatThrownBy(this::operator).isInstanceOf(IOException.class);
        Files.delete(file);
    }

    @Test
    void linesAreChainedAcrossWriters() throws IOException {
        for (int i = 1; i <= 3; i++) {
            try (LedgerWriter writer = writer("requests", 1 << 20)) {
                writer.append(request("r-" + i), request("again-" + i));
            }
        }
        assertThat(verdict()).isEqualTo(LedgerVerdict.whole(6));
        assertThat(entries()).extracting(e -> e.link().seq()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void aTornLastLineIsCutOffAndReported() throws IOException {
        try (LedgerWriter writer = operator()) {
            Files.writeString(file, "{\"seq\":2,\"pre", StandardOpenOption.APPEND);
            assertThat(verify().line()).isEqualTo(2);
            writer.append(intent("k1", "5"));
            assertThat(writer.tornBytes()).isEqualTo(13);
            assertThat(writer.stopped()).isEmpty();
        }
        assertThat(verdict()).isEqualTo(LedgerVerdict.whole(2));
    }

    @Test
    void theFirstBrokenLineIsFoundWithItsFile() throws IOException {
        try (LedgerWriter writer = writer("requests", 700)) {
            for (int i = 0; i < 8; i++) writer.append(request("r-" + i));
        }
        Path second = folder.resolve("requests/ledger-2.jsonl");
        List<String> good = Files.readAllLines(second);
        assertThat(good).hasSizeGreaterThan(2);
        List<String> changed = new ArrayList<>(good);
        changed.set(1, good.get(1).replace("alice", "mallory"));
        Files.write(second, changed);
        assertThat(verify().file()).isEqualTo(second.toAbsolutePath());
        assertThat(verify().line()).isEqualTo(2);
        assertThat(verdict().detail()).contains("was changed");

        List<String> missing = new ArrayList<>(good);
        missing.remove(1);
        Files.write(second, missing);
        assertThat(verify().line()).isEqualTo(2);
        assertThat(verdict().detail()).contains("does not follow");
    }

    @Test
    void behindAChangedLineANewChainBeginsThatNamesTheLastGoodHash() throws IOException {
        try (LedgerWriter writer = operator()) {
            writer.append(intent("k1", "5"));
            writer.append(intent("k1", "6"));
        }
        String good = LedgerChain.hashOf(Files.readAllLines(file).get(1));
        Files.writeString(file, Files.readString(file).replace("\"value\":\"6\"", "\"value\":\"7\""));

        try (LedgerWriter writer = operator()) {
            assertThat(writer.stopped()).contains("line 3", "was changed");
            writer.append(returned("k1"));
        }

        assertThat(Files.readString(file)).contains("\"value\":\"7\"").doesNotContain("returned");
        assertThat(Files.readAllLines(segment(2)).get(0)).contains("\"kind\":\"anew\"", "\"prev\":\"" + good);
        assertThat(verdict().whole()).isFalse();
        assertThat(verdict().brokenLine()).isEqualTo(3);
        assertThat(verdict().restart())
                .startsWith("begins again after line 2: ")
                .contains("line 3");
        assertThat(checkout().values()).containsExactly("5");
        assertThat(checkout().ended()).isEqualTo("returned");
        try (LedgerWriter again = operator()) {
            assertThat(again.stopped()).contains("line 3");
        }
    }

    @Test
    void aPersonAcceptsANewChainAndThrottlesMayBeginAgain() throws IOException {
        operator().close();
        Files.writeString(file, Files.readString(file).replace("host-1", "host-9"));
        LedgerFolder.Chain chain = LedgerFolder.chains(folder).get(0);
        try (LedgerWriter writer = operator()) {
            Files.writeString(file.resolveSibling("ledger.accepted"), "some other hash");
            writer.ensureWritable();
            assertThat(writer.stopped()).isNotEmpty();

            assertThat(chain.accept()).contains("line 1");
            writer.ensureWritable();
            assertThat(writer.stopped()).isEmpty();
        }
        try (LedgerWriter again = operator()) {
            assertThat(again.stopped()).isEmpty();
        }
        assertThat(chain.accept()).isEmpty();
        assertThat(verdict().restart()).isNotEmpty();
    }

    @Test
    void aChainDeletedUnderItsWriterDoesNotVerifyAsWholeAndNothingHeldIsForgotten() throws IOException {
        try (LedgerWriter writer = operator()) {
            writer.append(intent("k1", "5"));
            Files.delete(file);
            writer.ensureWritable();
            assertThat(writer.stopped()).contains("are missing");
            assertThat(checkout().values()).containsExactly("5");
            assertThat(checkout().found()).isEqualTo("240");
            assertThat(LedgerMemory.read(folder).attempt(ACCOUNT, REGION)).isEqualTo(1);
        }
        assertThat(verdict().whole()).isFalse();
        assertThat(verdict().restart()).startsWith("begins again after line 2");
    }

    @Test
    void linesCutOffUnderTheirWriterAreMissedAndStayRemembered() throws IOException {
        try (LedgerWriter writer = operator()) {
            writer.append(intent("k1", "5"));
            Files.writeString(file, Files.readAllLines(file).get(0) + "\n");
            writer.append(intent("k1", "6"));
            assertThat(writer.stopped()).contains("are missing");
        }
        assertThat(verdict().whole()).isFalse();
        assertThat(checkout().values()).containsExactly("5", "6");
    }

    @Test
    void aFileBeginsWithAllThatStillCountsSoThatOldOnesCanGo() throws IOException {
        LedgerEntry yielded = LedgerEntry.of(Kind.YIELDED, NOW)
                .limit(Entries.limit("orders"))
                .lease("k2", NOW.plusSeconds(86_400))
                .found("50");
        LedgerEntry open = LedgerEntry.of(Kind.ALERT_OPEN, NOW).key("alert-1");
        try (LedgerWriter writer = writer(OPERATOR, 2_000)) {
            writer.beginAttempt(ACCOUNT, REGION, "host-1", 0);
            writer.append(intent("k1", "5"), intent("k1", "6"), yielded, open);
            for (int i = 0; i < 20; i++) {
                writer.append(
                        intent("k1", "5"), LedgerEntry.of(Kind.REVISION, NOW).revision("r" + i));
            }
        }
        List<Integer> numbers = ChainFiles.of(file).numbers();
        assertThat(numbers).hasSizeGreaterThan(3).startsWith(1, 2, 3);
        assertThat(verdict().whole()).isTrue();
        assertThat(entries()).as("repeats are not told twice").hasSize(45);
        LedgerMemory before = LedgerMemory.read(folder);

        for (int old : numbers.subList(0, numbers.size() - 1)) Files.delete(segment(old == 1 ? 0 : old, old));
        LedgerMemory memory = LedgerMemory.read(folder);
        assertThat(memory.limit(CHECKOUT).values()).containsExactly("5", "6");
        assertThat(memory.limit(CHECKOUT).until()).isEqualTo(UNTIL);
        assertThat(memory.limit(CHECKOUT).isEnded()).isFalse();
        assertThat(memory.limit(Entries.limit("orders")).ended()).isEqualTo("yielded");
        assertThat(memory.handsOffUntil(ACCOUNT, REGION, "orders")).isEqualTo(NOW.plusSeconds(86_400));
        assertThat(memory.openAlerts()).extracting(e -> e.cause().key()).containsExactly("alert-1");
        assertThat(memory.attempt(ACCOUNT, REGION)).isEqualTo(1);
        assertThat(memory.limits()).isEqualTo(before.limits());
        try (LedgerWriter writer = writer(OPERATOR, 2_000)) {
            assertThat(writer.beginAttempt(ACCOUNT, REGION, "host-2", 0)).isEqualTo(2);
        }
        assertThat(verdict().whole()).isTrue();
    }

    private Path segment(int suffix, int number) {
        return suffix == 0 ? file : segment(number);
    }

    @Test
    void anAttemptThatANewerOneFollowsStopsForGood() throws IOException {
        try (LedgerWriter zombie = operator();
                LedgerWriter fresh = writer()) {
            assertThat(fresh.beginAttempt(ACCOUNT, REGION, "host-2", 0)).isEqualTo(2);
            fresh.append(intent("k2", "9"));

            assertThatThrownBy(() -> zombie.append(intent("k1", "5")))
                    .isInstanceOf(NewerAttempt.class)
                    .hasMessageContaining("attempt 2 by host-2")
                    .hasMessageContaining("attempt 1 stops");
            assertThatThrownBy(() -> zombie.note(returned("k1"))).isInstanceOf(NewerAttempt.class);
            assertThatThrownBy(() -> zombie.beginAttempt(ACCOUNT, REGION, "host-1", 0))
                    .isInstanceOf(NewerAttempt.class);
            assertThatThrownBy(zombie::isWritable).isInstanceOf(NewerAttempt.class);
            assertThat(fresh.isWritable()).isTrue();
        }
        assertThat(entries()).extracting(LedgerEntry::kind).containsExactly("attempt", "attempt", "intent");
        assertThat(verdict().whole()).isTrue();
    }

    @Test
    void aZombieStopsAlsoWhereTheNewerAttemptBeganAfterTheChainWasDeletedAndTheNewerOneGoesOn() throws IOException {
        try (LedgerWriter zombie = operator();
                LedgerWriter fresh = writer()) {
            fresh.beginAttempt(ACCOUNT, REGION, "host-2", 0);
            Files.delete(file);
            fresh.append(intent("k2", "9"));
            assertThatThrownBy(() -> zombie.append(intent("k1", "5"))).isInstanceOf(NewerAttempt.class);
            fresh.append(intent("k2", "8"));
        }
        assertThat(LedgerMemory.read(folder).limit(CHECKOUT).values()).containsExactly("9", "8");
    }

    @Test
    void aChainThatLacksAnAttemptThatTheStateKnowsBeganAnewAndNumbersGoOn() throws IOException {
        try (LedgerWriter writer = writer()) {
            assertThat(writer.beginAttempt(ACCOUNT, REGION, "host-2", 7)).isEqualTo(8);
            assertThat(writer.stopped()).contains("attempt 7", "are missing");
            writer.append(returned("k1"));
        }
        try (LedgerWriter again = writer()) {
            assertThat(again.beginAttempt(ACCOUNT, REGION, "host-3", 8)).isEqualTo(9);
            assertThat(again.stopped()).contains("attempt 7");
            assertThat(LedgerFolder.chains(folder).get(0).accept()).isNotEmpty();
            again.ensureWritable();
            assertThat(again.stopped()).isEmpty();
        }
        assertThat(verdict().restart()).contains("attempt 7");
    }

    @Test
    void whoBeganNoAttemptDoesNotWriteAnOperatorsChain() throws IOException {
        operator().close();
        assertThatThrownBy(() -> writer().append(intent("k1", "5"))).isInstanceOf(NewerAttempt.class);
        assertThat(entries()).extracting(LedgerEntry::kind).containsExactly("attempt");
    }

    @Test
    void attemptsThatBeginAtOnceGetNumbersOfTheirOwnAndOneGoesOn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Integer>> numbers = new ArrayList<>();
        List<LedgerWriter> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            LedgerWriter writer = writer();
            writers.add(writer);
            numbers.add(threads.submit(() -> writer.beginAttempt(ACCOUNT, REGION, "host", 0)));
        }
        List<Integer> got = new ArrayList<>();
        for (Future<Integer> one : numbers) got.add(one.get());
        threads.shutdown();
        assertThat(got).containsExactlyInAnyOrder(1, 2, 3, 4);
        assertThat(writers.stream().filter(w -> catchThrowable(w::isWritable) == null))
                .hasSize(1);
        assertThat(verdict()).isEqualTo(LedgerVerdict.whole(4));
    }

    @Test
    void twoWritersWithoutAttemptsNeitherForkNorLoseALineAndLearnOfEachOther() throws IOException {
        try (LedgerWriter one = writer("requests", 2_000);
                LedgerWriter two = writer("requests", 2_000)) {
            one.append(request("a"));
            assertThat(one.isShared()).isFalse();
            for (int i = 0; i < 20; i++) {
                two.append(request("two-" + i));
                one.append(request("one-" + i));
            }
            assertThat(one.isShared()).isTrue();
            assertThat(two.isShared()).isTrue();
            assertThat(one.stopped()).isEmpty();
        }
        assertThat(entries()).extracting(e -> e.cause().key()).hasSize(41).doesNotHaveDuplicates();
        assertThat(verdict().whole()).isTrue();
        assertThat(ChainFiles.of(folder.resolve("requests/ledger.jsonl")).numbers())
                .hasSizeGreaterThan(2);
    }

    @Test
    void anotherProcessThatHoldsTheLockIsTold() throws Exception {
        Files.createDirectories(file.getParent());
        // a lock by another class loader or process looks the same, because the channel is not the writer's
        try (FileChannel other = FileChannel.open(
                file.resolveSibling("ledger.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(other.tryLock()).isNotNull();
            assertThatThrownBy(this::operator).hasMessageContaining("Another writer holds the ledger's lock");
        }
        operator().close();
    }

    @Test
    void whatCannotBeWrittenWaitsAndIsWrittenInOrderBeforeWhatComesNext() throws IOException {
        try (LedgerWriter writer = operator()) {
            Path away = temp.resolve("away");
            Files.move(folder, away);
            Files.writeString(folder, "no folder");
            assertThat(writer.note(returned("k1"))).isFalse();
            assertThat(writer.isWritable()).isFalse();
            assertThatThrownBy(() -> writer.append(intent("k2", "9"))).isInstanceOf(IOException.class);
            assertThat(writer.note(returned("k2"))).isFalse();

            Files.delete(folder);
            Files.move(away, folder);
            writer.append(intent("k3", "7"));
        }
        assertThat(entries())
                .extracting(LedgerEntry::kind, e -> e.term().lease())
                .containsExactly(
                        Tuple.tuple("attempt", ""),
                        Tuple.tuple("returned", "k1"),
                        Tuple.tuple("returned", "k2"),
                        Tuple.tuple("intent", "k3"));
        assertThat(verdict().whole()).isTrue();
    }

    @Test
    void ofTooManyWaitingLinesTheOldestGoNeverTheNewestAndTheirNumberIsALine() throws IOException {
        try (LedgerWriter writer = writer("requests", 1 << 30)) {
            Files.writeString(folder, "no folder");
            LedgerEntry[] many = new LedgerEntry[LedgerWriter.WAITING + 2];
            for (int i = 0; i < many.length; i++) many[i] = request("r-" + i);
            assertThat(writer.note(many)).isFalse();
            assertThat(writer.note(request("newest"))).isFalse();
            Files.delete(folder);
            assertThat(writer.isWritable()).isTrue();
        }
        List<LedgerEntry> written = entries();
        assertThat(written).hasSize(LedgerWriter.WAITING + 1);
        assertThat(written.get(0).detail()).startsWith("3 lines could not be written");
        assertThat(written.get(1).cause().key()).isEqualTo("r-3");
        assertThat(written.get(written.size() - 1).cause().key()).isEqualTo("newest");
    }

    @Test
    void anInterruptedThreadStillSaysWhatItDidAndStaysInterrupted() throws IOException {
        try (LedgerWriter writer = operator()) {
            Thread.currentThread().interrupt();
            assertThat(writer.note(returned("k1"))).isTrue();
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(entries()).extracting(LedgerEntry::kind).containsExactly("attempt", "returned");
    }

    @Test
    void anInterruptedReadGoesOnBehindTheLastLineThatItRead() throws Exception {
        try (LedgerWriter writer = writer("requests", 1 << 30)) {
            for (int i = 0; i < 5; i++) {
                writer.append(Stream.generate(() -> request("r")).limit(1_000).toArray(LedgerEntry[]::new));
            }
        }
        try (LedgerWriter reader = writer("requests", 1 << 30)) {
            LedgerEntry last = request("last");
            Thread thread = new Thread(() -> {
                while (catchThrowable(() -> reader.append(last)) != null) {
                    Thread.interrupted();
                }
            });
            thread.start();
            for (int millis = 1; thread.isAlive(); millis++) {
                thread.join(millis);
                thread.interrupt();
            }
            assertThat(reader.stopped()).isEmpty();
        }
        assertThat(verdict()).isEqualTo(LedgerVerdict.whole(5_001));
    }

    @Test
    void aNameCannotForgeALine() throws IOException {
        String name = "x\"}\n{\"seq\":2\u2028\u0007";
        try (LedgerWriter writer = operator()) {
            writer.append(LedgerEntry.of(Kind.GONE, NOW)
                    .limit(Entries.limit(name))
                    .lease("k1", null)
                    .detail("a".repeat(10_000)));
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(Files.size(file)).isLessThan(2_000);
        assertThat(verdict().whole()).isTrue();
        assertThat(LedgerMemory.read(folder).limit(Entries.limit(name)).ended()).isEqualTo("gone");
    }

    @Test
    void aWritersNameIsAFileName() {
        assertThat(OPERATOR).isEqualTo("111122223333.eu-west-1");
        assertThat(LedgerFolder.sweep("a/b:c")).isEqualTo("sweep-a_b_c");
        for (String name : List.of("", "..", ".hidden", "a/b")) {
            assertThatThrownBy(() -> writer(name, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
