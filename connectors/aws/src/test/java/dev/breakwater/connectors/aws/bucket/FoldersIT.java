package dev.breakwater.connectors.aws.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.bucket.Folders.Overtaken;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.drill.PermissionTable;
import dev.breakwater.connectors.testkit.drill.PermissionTable.PermissionRow;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.fault.MissingApi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Tests folders in the emulator's S3: its conditional writes behave like the double's, and each missing permission has
 * its effect.
 */
@ExtendWith(AwsKeys.class)
class FoldersIT {

    private static MotoServer aws;
    private static FaultProxy proxy;

    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        aws = MotoServer.start();
        proxy = FaultProxy.before(aws.endpoint()).answering(MissingApi.conditionalPuts());
    }

    @AfterAll
    static void stop() {
        proxy.close();
        aws.close();
    }

    @BeforeEach
    void bucket() {
        aws.reset();
        proxy.clear();
        AwsSettings settings = new AwsSettings("eu-west-1", aws.endpoint().toString(), "", 10_000);
        AwsBasicCredentials credentials = AwsBasicCredentials.create("emulator", "emulator");
        try (AwsClients clients = new AwsClients(settings, Map.of(), StaticCredentialsProvider.create(credentials))) {
            clients.s3()
                    .createBucket(
                            r -> r.bucket("files").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
        }
        folder = Folders.of(
                Folders.text("s3://files/run", "eu-west-1", proxy.endpoint().toString()));
    }

    @Test
    void filesAreWrittenReadListedMovedAndDeleted() throws IOException {
        Files.writeString(folder.resolve("a.jsonl"), "one\n");
        Files.writeString(folder.resolve("below/b"), "two");
        Files.move(folder.resolve("a.jsonl"), folder.resolve("c.jsonl"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            assertThat(files).extracting(f -> f.getFileName().toString()).containsExactlyInAnyOrder("c.jsonl", "below");
        }
        assertThat(Files.readString(folder.resolve("c.jsonl"))).isEqualTo("one\n");
        assertThat(Files.readString(folder.resolve("c.jsonl"))).isEqualTo("one\n");
        assertThat(Files.isDirectory(folder)).isTrue();
        assertThatThrownBy(() -> Files.readString(folder.resolve("a.jsonl"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void ofTwoWritersOneIsTold() throws IOException {
        try (FileChannel first = channel();
                FileChannel second = channel()) {
            put(first, "1");
            assertThatThrownBy(() -> put(second, "2")).isInstanceOf(Overtaken.class);
            put(first, "11");
        }
        try (FileChannel first = channel();
                FileChannel second = channel()) {
            put(second, "22");
            assertThatThrownBy(() -> put(first, "3")).isInstanceOf(Overtaken.class);
        }
        assertThat(Files.readString(folder.resolve("a"))).isEqualTo("22");
    }

    @Test
    void aPutWhoseAnswerIsLostIsDone() throws IOException {
        try (FileChannel channel = channel()) {
            proxy.script("s3:PutObject", Fault.RESET_AFTER);
            put(channel, "1");
            proxy.script("s3:PutObject", Fault.RESET_AFTER);
            put(channel, "12");
        }
        assertThat(Files.readString(folder.resolve("a"))).isEqualTo("12");
    }

    @Test
    void theDocumentSaysWhatHappensWithoutThePermissionToDelete() {
        proxy.always(AwsCall.DELETE_OBJECT.permission(), Fault.DENIED);
        Path probe = folder.resolve("probe");
        assertThatThrownBy(() -> Files.delete(Files.writeString(probe, "")))
                .hasMessageContaining("s3://files/run/probe: AccessDenied");
        List<PermissionRow> rows = List.of(new PermissionRow(
                AwsCall.DELETE_OBJECT.permission(),
                AwsCall.DELETE_OBJECT.role().shown(),
                AwsCall.DELETE_OBJECT.withoutIt(),
                "write: done; delete: refused"));
        PermissionTable.writeWhereAsked(rows);
        assertThat(PermissionTable.linesOf(rows))
                .containsExactlyElementsOf(
                        rows.stream().map(PermissionRow::text).toList());
    }

    private FileChannel channel() throws IOException {
        return FileChannel.open(
                folder.resolve("a"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void put(FileChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
        channel.force(true);
    }
}
