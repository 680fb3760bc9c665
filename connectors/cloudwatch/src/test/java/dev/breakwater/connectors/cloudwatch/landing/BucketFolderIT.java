package dev.breakwater.connectors.cloudwatch.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.cloudwatch.Heard;
import dev.breakwater.connectors.cloudwatch.Lines;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource.LandingSplit;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Tests a landing folder in the emulator's S3, through a proxy that can fail. */
class BucketFolderIT {
    private static final String BUCKET = "landing";
    private static final String HERE = "111122223333";
    private static final String FIRST = "2026/03/02/00/a.jsonl.gz";
    private static final String SECOND = "2026/03/02/01/b.jsonl";
    private static final LandingSettings ON_AND_ON = LandingSettings.continuous(Lines.NOON);

    private static MotoServer aws;
    private static FaultProxy proxy;

    private AwsClients clients;
    private S3Client s3;

    @BeforeAll
    static void start() {
        aws = MotoServer.start();
        proxy = FaultProxy.before(aws.endpoint());
    }

    @AfterAll
    static void stop() {
        proxy.close();
        aws.close();
    }

    @BeforeEach
    void land() {
        aws.reset();
        proxy.clear();
        clients = clients();
        s3 = clients.s3();
        s3.createBucket(r -> r.bucket(BUCKET));
        put("other/x.jsonl", Lines.text(Lines.call("other", 0)));
        put("in/" + FIRST, Lines.gzip(Lines.text(Lines.call("f", 0), Lines.call("f", 1), Lines.call("f", 2))));
        put("in/2026/03/02/00/.rejects-a.jsonl.gz", Lines.text("what was refused"));
        put("in/" + SECOND, Lines.text(Lines.call("f", 3)));
    }

    @AfterEach
    void stopClients() {
        clients.close();
    }

    @Test
    void readsObjectsInTheOrderOfTheirNamesAndThoseThatComeLater() {
        try (LandingFeed feed = feed(LandingSplit.fresh())) {
            Heard heard = new Heard();
            rounds(feed, heard, 2);
            assertThat(heard.samples()).containsExactly("f@0", "f@1", "f@2", "f@3");
            put("in/2026/03/02/02/c.jsonl", Lines.text(Lines.call("f", 4)));
            rounds(feed, heard, 2);
            assertThat(heard.samples()).endsWith("f@3", "f@4");
            assertThat(heard.rejects()).isEmpty();
        }
    }

    @Test
    void goesOnInTheMiddleOfAnObject() {
        Heard heard = new Heard();
        LandingSplit split;
        try (LandingFeed feed = feed(LandingSplit.fresh())) {
            feed.offer(feed.list());
            while (heard.samples().size() < 2) assertThat(feed.step(heard)).isTrue();
            split = feed.state();
        }
        try (LandingFeed feed = feed(split)) {
            rounds(feed, heard, 3);
        }
        assertThat(heard.samples()).containsExactly("f@0", "f@1", "f@2", "f@3");
    }

    @Test
    void anOutageDelaysAndSkipsNothing() {
        try (LandingFeed feed = feed(LandingSplit.fresh())) {
            Heard heard = new Heard();
            for (Fault fault : List.of(Fault.SERVER_ERROR, Fault.DENIED, Fault.RESET_BEFORE, Fault.TRUNCATE)) {
                proxy.always(FaultProxy.ANY, fault);
                rounds(feed, heard, 1);
                assertThat(heard.story).isEmpty();
            }
            proxy.clear();
            rounds(feed, heard, 3);
            assertThat(heard.samples()).containsExactly("f@0", "f@1", "f@2", "f@3");
            assertThat(heard.rejects()).isEmpty();
        }
    }

    @Test
    void anObjectThatIsGoneIsARejectAndTheNextIsRead() {
        Heard heard = new Heard();
        LandingSplit split;
        try (LandingFeed feed = feed(LandingSplit.fresh())) {
            feed.offer(feed.list());
            feed.step(heard);
            split = feed.state();
        }
        s3.deleteObject(r -> r.bucket(BUCKET).key("in/" + FIRST));
        try (LandingFeed feed = feed(split)) {
            rounds(feed, heard, 3);
        }
        assertThat(heard.samples()).containsExactly("f@0", "f@3");
        assertThat(heard.rejects()).singleElement().satisfies(r -> {
            assertThat(r.reject().file()).isEqualTo(FIRST);
            assertThat(r.reject().reason()).isEqualTo(RejectReason.UNREADABLE);
        });
    }

    @Test
    void anObjectThatAppearsLateUnderALesserNameIsReadOnce() {
        Heard heard = new Heard();
        LandingSplit split;
        try (LandingFeed feed = feed(LandingSplit.fresh())) {
            rounds(feed, heard, 2);
            put("in/2026/03/02/00/b.jsonl", Lines.text(Lines.call("late", 3)));
            rounds(feed, heard, 3);
            assertThat(heard.samples()).containsExactly("f@0", "f@1", "f@2", "f@3", "late@3");
            split = feed.state();
        }
        put("in/2026/03/02/02/c.jsonl", Lines.text(Lines.call("f", 4)));
        try (LandingFeed feed = feed(split)) {
            rounds(feed, heard, 3);
        }
        assertThat(heard.samples()).containsExactly("f@0", "f@1", "f@2", "f@3", "late@3", "f@4");
    }

    /**
     * Firehose names objects after the stream. If two streams deliver below one prefix, the later object may have the
     * smaller name.
     */
    @Test
    void eachAccountHasAPlaceOfItsOwnAndNothingOfAnotherIsTakenThere() {
        String hour = "/eu-west-1/2026/03/02/00/";
        String there = "222233334444";
        put("each/" + HERE + hour + "zebra-1-2026-03-02-00-01-00.jsonl", Lines.text(Lines.call("f", 0)));
        try (LandingFeed feed = feed(LandingSplit.fresh(), root("each/" + HERE, HERE), root("each/" + there, there))) {
            Heard heard = new Heard();
            rounds(feed, heard, 2);
            String ofOthers = Lines.call("g", 1).replace(HERE, there);
            put(
                    "each/" + there + hour + "ant-1-2026-03-02-00-02-00.jsonl",
                    Lines.text(ofOthers, Lines.call("forged", 1)));
            rounds(feed, heard, 2);
            assertThat(heard.samples()).containsExactly("f@0", "g@1");
            assertThat(heard.rejects())
                    .extracting(r -> r.reject().reason(), r -> r.reject().detail())
                    .containsExactly(tuple(RejectReason.FOREIGN_ACCOUNT, HERE));
        }
    }

    private static void rounds(LandingFeed feed, Heard heard, int rounds) {
        for (int i = 0; i < rounds; i++) {
            feed.offer(feed.list());
            boolean more = true;
            while (more) more = feed.step(heard);
        }
    }

    private LandingFeed feed(LandingSplit from) {
        return feed(from, root("in", ""));
    }

    private static LandingFeed feed(LandingSplit from, LandingFolder.Root... roots) {
        return new LandingFeed(List.of(roots), from, ON_AND_ON, Lines.NOON.millis());
    }

    private static LandingFolder.Root root(String prefix, String account) {
        BucketFolder.Root place = BucketFolder.Root.of(
                "s3://" + BUCKET + "/" + prefix,
                account,
                settings(proxy.endpoint().toString()));
        AwsClients read = new AwsClients(place.aws(), Map.of(), credentials());
        return new LandingFolder.Root() {
            @Override
            public String root() {
                return place.root();
            }

            @Override
            public LandingFolder open() {
                S3Client client = read.s3();
                return new BucketFolder(place.place(), account, client, read, Lines.NOON);
            }
        };
    }

    private void put(String key, byte[] bytes) {
        s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
    }

    private static AwsClients clients() {
        return new AwsClients(settings(aws.endpoint().toString()), Map.of(), credentials());
    }

    private static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("emulator", "emulator"));
    }

    private static AwsSettings settings(String endpoint) {
        return new AwsSettings("eu-west-1", endpoint, "", 10_000);
    }
}
