package dev.breakwater.connectors.aws.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.aws.bucket.Folders.Overtaken;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.s3.BucketDouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AwsKeys.class)
class FoldersTest {

    private BucketDouble s3;
    private Path folder;

    @BeforeEach
    void open() {
        s3 = BucketDouble.start();
        folder = Folders.of(Folders.text("s3://b/run/", "eu-west-1", s3.endpoint()));
    }

    @AfterEach
    void close() {
        s3.close();
    }

    @Test
    void aLocalPathStaysWhatItIs() {
        assertThat(Folders.text("/var/ledger", "eu-west-1", "")).isEqualTo("/var/ledger");
        assertThat(Folders.of("/var/ledger")).isEqualTo(Path.of("/var/ledger"));
    }

    @Test
    void aPlaceInABucketIsShownAsPeopleWriteIt() {
        assertThat(folder).hasToString("s3://b/run");
        assertThat(Folders.of(Folders.text("s3://b/run", "eu-west-1", s3.endpoint()) + "/x/y.jsonl"))
                .hasToString("s3://b/run/x/y.jsonl")
                .isEqualTo(folder.resolve("x").resolve("y.jsonl"));
        assertThat(folder.resolve("a.jsonl").resolveSibling("b.jsonl")).isEqualTo(folder.resolve("b.jsonl"));
        assertThat(folder.resolve("x/y").getFileName()).hasToString("y");
        assertThat(folder.relativize(folder.resolve("x/y"))).hasToString("x/y");
    }

    @Test
    void filesAreWrittenReadListedMovedAndDeletedAsInALocalFolder() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("a.jsonl"), "one\n");
        Files.write(folder.resolve("b.txt"), List.of("two", "three"));
        Files.writeString(folder.resolve("below/c.jsonl"), "four");
        assertThat(Files.readString(folder.resolve("a.jsonl"))).isEqualTo("one\n");
        assertThat(Files.size(folder.resolve("b.txt"))).isEqualTo(10);
        assertThat(Files.isDirectory(folder)).isTrue();
        assertThat(Files.isRegularFile(folder.resolve("a.jsonl"))).isTrue();
        assertThat(names("*.jsonl")).containsExactly("a.jsonl");
        Files.move(folder.resolve("a.jsonl"), folder.resolve("d.jsonl"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(names("*")).containsExactlyInAnyOrder("b.txt", "below", "d.jsonl");
        Files.delete(folder.resolve("d.jsonl"));
        assertThat(Files.exists(folder.resolve("d.jsonl"))).isFalse();
        assertThatThrownBy(() -> Files.readString(folder.resolve("d.jsonl"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whatChangedIsReadAnew() throws IOException {
        Files.writeString(folder.resolve("a"), "one");
        assertThat(Files.readString(folder.resolve("a"))).isEqualTo("one");
        assertThat(Files.readString(folder.resolve("a"))).isEqualTo("one");
        Files.writeString(folder.resolve("a"), "two");
        assertThat(Files.readString(folder.resolve("a"))).isEqualTo("two");
    }

    @Test
    void ofTwoWhoBeginAFileOneIsTold() throws IOException {
        try (FileChannel first = channel();
                FileChannel second = channel()) {
            write(first, "first");
            first.force(true);
            write(second, "second");
            assertThatThrownBy(() -> second.force(true)).isInstanceOf(Overtaken.class);
        }
        assertThat(s3.text("b/run/a")).isEqualTo("first");
        assertThatThrownBy(() -> Files.writeString(folder.resolve("a"), "", StandardOpenOption.CREATE_NEW))
                .isInstanceOfAny(Overtaken.class, FileAlreadyExistsException.class);
    }

    @Test
    void ofTwoWhoGoOnWithAFileOneIsTold() throws IOException {
        Files.writeString(folder.resolve("a"), "0");
        try (FileChannel first = channel();
                FileChannel second = channel()) {
            write(first, "1");
            first.force(true);
            write(first, "11");
            first.force(true);
            write(second, "2");
            assertThatThrownBy(() -> second.force(true)).isInstanceOf(Overtaken.class);
        }
        assertThat(s3.text("b/run/a")).isEqualTo("11");
    }

    @Test
    void aFileThatIsGoneIsNotBegunAnewByWhoWroteIt() throws IOException {
        try (FileChannel channel = channel()) {
            write(channel, "1");
            channel.force(true);
            Files.delete(folder.resolve("a"));
            write(channel, "2");
            assertThatThrownBy(() -> channel.force(true)).isInstanceOf(Overtaken.class);
        }
    }

    @Test
    void aPutWhoseAnswerIsLostIsDone() throws IOException {
        try (FileChannel channel = channel()) {
            s3.loseAnswers(1);
            write(channel, "1");
            channel.force(true);
            s3.loseAnswers(1);
            write(channel, "12");
            channel.force(true);
        }
        assertThat(s3.text("b/run/a")).isEqualTo("12");
        assertThat(s3.puts()).isEqualTo(2);
    }

    @Test
    void whatIsAnsweredWithALaterPleaseIsAskedAgain() throws IOException {
        s3.refuse(2);
        Files.writeString(folder.resolve("a"), "one");
        s3.refuse(2);
        assertThat(Files.readString(folder.resolve("a"))).isEqualTo("one");
    }

    @Test
    void aBucketThatIsMissingIsNamed() {
        Path missing = Folders.of(Folders.text("s3://missing/run", "eu-west-1", s3.endpoint()));
        assertThatThrownBy(() -> Files.writeString(missing.resolve("a"), "1"))
                .hasMessageContaining("s3://missing/run/a")
                .hasMessageContaining("NoSuchBucket");
        assertThatThrownBy(() -> Files.newDirectoryStream(missing)).hasMessageContaining("NoSuchBucket");
    }

    private FileChannel channel() throws IOException {
        return FileChannel.open(
                folder.resolve("a"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    private List<String> names(String pattern) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            files.forEach(f -> names.add(f.getFileName().toString()));
        }
        return names;
    }
}
