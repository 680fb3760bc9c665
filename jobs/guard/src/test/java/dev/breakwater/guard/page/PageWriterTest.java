package dev.breakwater.guard.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.breakwater.engine.control.IncidentId;
import dev.breakwater.guard.page.PageSink.PageState;
import dev.breakwater.guard.page.PageUpdate.Kind;
import dev.breakwater.guard.page.PageUpdate.PageNames;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.Lever;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageWriterTest {

    private static final SimpleVersionedSerializer<PageState> SERIALIZER = new PageSink("").getWriterStateSerializer();

    @TempDir
    Path temp;

    private Path folder;
    private final Told told = Told.of("3f9c2a71b0de", "checkout");

    @BeforeEach
    void name() {
        folder = temp.resolve("var").resolve("incidents");
    }

    @Test
    void aPageIsThereWithTheTriggerAndFollowsWhatIsTold() throws Exception {
        PageWriter writer = writer(List.of());
        writer.write(told.open(), null);
        assertThat(folder).doesNotExist();
        writer.write(told.trigger(), null);
        assertThat(page("3f9c2a71b0de")).contains("$1.50").doesNotContain("Held now");
        assertThat(page("index"))
                .contains("1 incident open", "href=\"3f9c2a71b0de.html\"", "flood on function checkout");
        writer.write(told.throttle(5, 5, -1, Lever.RESERVATION), null);
        writer.write(told.seen(6, 5, -1, Lever.RESERVATION), null);
        writer.write(told.held(6, 5, Lever.RESERVATION), null);
        assertThat(page("3f9c2a71b0de")).contains("$3.00", "Held now");
        writer.write(told.resolve(60), null);
        writer.write(told.release(61, -1, Lever.RESERVATION), null);
        writer.write(told.givenBack(61, -1, Lever.RESERVATION), null);
        assertThat(page("3f9c2a71b0de")).contains("ended", "release").doesNotContain("Held now");
        assertThat(page("index")).contains("No incident is open");
        assertThat(files()).containsExactlyInAnyOrder("3f9c2a71b0de.html", "index.html");
    }

    @Test
    void thePlotBeginsAnHourBeforeTheOnsetAlsoAfterARestart() throws Exception {
        Told flood = Told.of(IncidentId.of(told.scope, Told.ONSET), "checkout");
        PageWriter before = writer(List.of());
        before.write(Told.points(told.scope, -60, 3), null);
        assertThat(folder).as("no incident is open yet").doesNotExist();
        PageWriter writer = writer(stored(before.snapshotState(1)));
        writer.write(flood.open(), null);
        writer.write(flood.trigger(), null);
        assertThat(page(flood.incident)).contains("from 2026-08-05T13:20Z to 2026-08-05T14:23Z");
    }

    @Test
    void minutesOfASurgeWithoutAnIncidentAreForgotten() throws Exception {
        PageWriter writer = writer(List.of());
        writer.write(Told.points(told.scope, -60, 3), null);
        for (int checkpoint = 1; checkpoint <= 3; checkpoint++) {
            assertThat(writer.snapshotState(checkpoint)).hasSize(1);
        }
        assertThat(writer.snapshotState(4)).isEmpty();
    }

    @Test
    void anAcceptanceStaysOnThePageWhileTheSurgeGoesOn() throws Exception {
        PageWriter writer = writer(List.of());
        writer.write(told.open(), null);
        writer.write(told.trigger(), null);
        writer.write(told.accepts(5, 60, "accept, by alice, from console, up to 61.50 USD an hour above normal"), null);
        writer.write(told.alarm(AlarmAction.RESOLVE, 5, Reason.ACCEPTED, -1, Lever.RESERVATION), null);
        for (int checkpoint = 1; checkpoint <= 5; checkpoint++) writer.snapshotState(checkpoint);
        writer.write(told.update(6), null);
        assertThat(page("3f9c2a71b0de"))
                .contains(
                        "badge state accepted",
                        "Accepted, by alice, from console, up to 61.50 USD an hour above normal, until")
                .contains("2026-08-05T15:20Z");
        assertThat(page("index")).contains("No incident is open, 1 accepted", "badge state accepted\">accepted</span>");
        writer.write(told.update(61), null);
        assertThat(page("3f9c2a71b0de")).as("its time is over").doesNotContain("badge state accepted");
        writer.write(told.resolve(70), null);
        assertThat(page("3f9c2a71b0de")).contains("ended");
    }

    @Test
    void lateNewsOfTheSameIncidentDoNotTurnItBack() throws Exception {
        PageWriter writer = writer(List.of());
        writer.write(told.update(9), null);
        writer.write(told.trigger(), null);
        assertThat(page("3f9c2a71b0de")).contains("$4.50");
        writer.write(told.resolve(10), null);
        writer.write(told.update(11), null);
        assertThat(page("3f9c2a71b0de")).contains("$5.00", "ended");
    }

    @Test
    void aRestartTellsWhatTheCheckpointKnewAndGoesOn() throws Exception {
        PageWriter before = writer(List.of());
        before.write(told.open(), null);
        before.write(told.trigger(), null);
        List<PageState> checkpoint = stored(before.snapshotState(1));
        before.write(told.throttle(5, 5, -1, Lever.RESERVATION), null);
        before.write(told.seen(6, 5, -1, Lever.RESERVATION), null);
        before.write(told.held(6, 5, Lever.RESERVATION), null);
        assertThat(page("3f9c2a71b0de")).contains("Held now");
        PageWriter after = writer(checkpoint);
        // decisions after the checkpoint were never carried out
        assertThat(page("3f9c2a71b0de")).contains("$1.50").doesNotContain("Held now");
        after.write(told.update(8), null);
        assertThat(page("3f9c2a71b0de")).contains("$4.00", "surge: calls or cost".substring(7));
    }

    @Test
    void anIncidentThatNobodyFollowsAnyMoreSaysSo() throws Exception {
        writer(List.of()).write(told.trigger(), null);
        Told other = Told.of("aaaaaaaaaaaa", "other");
        PageWriter anew = writer(List.of());
        anew.write(other.trigger(), null);
        assertThat(page("3f9c2a71b0de"))
                .contains("no longer followed", "./breakwater explain 3f9c2a71b0de", "flood on function checkout");
        assertThat(page("index")).contains("1 incident open", "no longer followed");
    }

    @Test
    void theIndexIsMadeAgainFromTheFolder() throws Exception {
        PageWriter before = writer(List.of());
        before.write(told.trigger(), null);
        before.write(told.resolve(60), null);
        Files.delete(folder.resolve("index.html"));
        writer(List.of()).write(Told.of("aaaaaaaaaaaa", "other").trigger(), null);
        assertThat(page("index").indexOf("aaaaaaaaaaaa.html"))
                .isPositive()
                .isLessThan(page("index").indexOf("3f9c2a71b0de.html"));
    }

    @Test
    void aFolderThatCannotBeWrittenHoldsNothingUpAndIsWrittenLater() throws Exception {
        Files.createDirectories(folder.getParent());
        Files.writeString(folder, "in the way");
        PageWriter writer = writer(List.of());
        writer.write(told.trigger(), null);
        writer.write(told.resolve(60), null);
        // an ended incident stays in the state until its page is written
        for (int i = 0; i < 9; i++) assertThat(writer.snapshotState(i)).hasSize(1);
        Files.delete(folder);
        writer.flush(false);
        assertThat(page("3f9c2a71b0de")).contains("ended");
        for (int i = 0; i < 9; i++) writer.snapshotState(i);
        assertThat(writer.snapshotState(9)).isEmpty();
    }

    @Test
    void aFolderThatIsGoneIsMadeAgain() throws Exception {
        PageWriter writer = writer(List.of());
        writer.write(told.trigger(), null);
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) Files.delete(file);
        }
        Files.delete(folder);
        writer.write(told.update(5), null);
        assertThat(files()).containsExactlyInAnyOrder("3f9c2a71b0de.html", "index.html");
    }

    @Test
    void nothingWaitsForADiskThatHangs() throws Exception {
        Queue<Runnable> hanging = new ArrayDeque<>();
        PageWriter writer = new PageWriter(new PageFolder(folder, 3), List.of(), hanging::add, () -> {});
        for (int i = 0; i < 3 * PageQueue.MOST; i++) {
            writer.write(Told.of(String.format("%012x", i), "f").trigger(), null);
        }
        assertThat(hanging).hasSize(1);
        assertThat(folder).doesNotExist();
    }

    @Test
    void theNewestThatEndedAreKeptAndOpenOnesAlways() throws Exception {
        PageWriter writer = writer(List.of());
        for (int i = 0; i < 10; i++) {
            Told one = Told.of("00000000000" + i, "f" + i);
            writer.write(one.trigger(), null);
            if (i % 2 == 0) writer.write(one.resolve(60 + i), null);
        }
        assertThat(files())
                .containsExactlyInAnyOrder(
                        "index.html",
                        "000000000001.html",
                        "000000000003.html",
                        "000000000005.html",
                        "000000000007.html",
                        "000000000009.html",
                        "000000000004.html",
                        "000000000006.html",
                        "000000000008.html");
    }

    @Test
    void whatIsNotOursStays() throws Exception {
        Files.createDirectories(folder);
        Path outside = Files.writeString(temp.resolve("outside.html"), "outside");
        for (String mine : List.of("3f9c2a71b0de.html", "notes.html", "index.html")) {
            Files.writeString(folder.resolve(mine), "mine");
        }
        Files.createSymbolicLink(folder.resolve("aaaaaaaaaaaa.html"), outside);
        PageWriter writer = writer(List.of());
        writer.write(told.trigger(), null);
        writer.write(Told.of("aaaaaaaaaaaa", "linked").trigger(), null);
        writer.write(Told.of("bbbbbbbbbbbb", "free").trigger(), null);
        for (String mine : List.of("3f9c2a71b0de", "notes", "index"))
            assertThat(page(mine)).isEqualTo("mine");
        assertThat(outside).hasContent("outside");
        assertThat(page("bbbbbbbbbbbb")).contains("flood on function free");
    }

    @Test
    void aForgedPageWhoseLinkWouldRunSomethingIsNotListed() throws Exception {
        writer(List.of()).write(told.trigger(), null);
        String forged = page("3f9c2a71b0de").replace("3f9c2a71b0de", "javascript:alert(1)//");
        Files.writeString(folder.resolve("javascript:alert(1)%2f.html"), forged.replace("//", "%2f"));
        writer(List.of()).write(Told.of("aaaaaaaaaaaa", "other").trigger(), null);
        assertThat(page("index")).contains("aaaaaaaaaaaa.html").doesNotContain("javascript:");
    }

    /** Root can read everything, so there is nothing to test for root. */
    @Test
    void aFileThatCannotBeReadHoldsNothingUp() throws Exception {
        Files.createDirectories(folder);
        for (String name : List.of("notes.html", "3f9c2a71b0de.html")) {
            Path file = Files.writeString(folder.resolve(name), "mine");
            Files.setPosixFilePermissions(file, Set.of());
            assumeFalse(Files.isReadable(file));
        }
        PageWriter writer = writer(List.of());
        writer.write(told.trigger(), null);
        writer.write(Told.of("bbbbbbbbbbbb", "free").trigger(), null);
        assertThat(page("index")).contains("bbbbbbbbbbbb.html").doesNotContain("3f9c2a71b0de");
    }

    @Test
    void aNameIsNoPath() throws Exception {
        PageWriter writer = writer(List.of());
        PageUpdate news = Told.of("x", "f").trigger();
        writer.write(new PageUpdate(PageNames.of("../../etc/passwd"), Kind.ALARM, news.json()), null);
        assertThat(files()).containsExactlyInAnyOrder("------etc-passwd.html", "index.html");
        assertThat(PageNames.of("x".repeat(5_000))).hasSize(100);
    }

    @Test
    void newsThatCannotBeReadDoNotFailTheJob() throws Exception {
        PageWriter writer = writer(List.of());
        writer.write(new PageUpdate("3f9c2a71b0de", Kind.ALARM, "{"), null);
        writer.write(told.trigger(), null);
        assertThat(page("3f9c2a71b0de")).contains("$1.50");
    }

    @Test
    void aDecisionAboutAnIncidentLongOverMakesNoPage() throws Exception {
        PageWriter writer = writer(List.of());
        writer.write(told.release(61, -1, Lever.RESERVATION), null);
        writer.write(told.resolve(60), null);
        assertThat(writer.snapshotState(1)).isEmpty();
        assertThat(folder).doesNotExist();
    }

    @Test
    void aStateOfAnotherVersionIsRefused() {
        assertThatThrownBy(() -> SERIALIZER.deserialize(2, new byte[0])).isInstanceOf(IOException.class);
    }

    private PageWriter writer(Collection<PageState> states) {
        return new PageWriter(new PageFolder(folder, 3), states, Runnable::run, () -> {});
    }

    private static List<PageState> stored(List<PageState> states) throws IOException {
        List<PageState> read = new ArrayList<>();
        for (PageState state : states) {
            read.add(SERIALIZER.deserialize(SERIALIZER.getVersion(), SERIALIZER.serialize(state)));
        }
        return read;
    }

    private String page(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".html"));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
