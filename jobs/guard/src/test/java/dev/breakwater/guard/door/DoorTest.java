package dev.breakwater.guard.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.core.control.Request;
import dev.breakwater.core.control.Request.Kind;
import dev.breakwater.guard.file.RequestFiles;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has a key asks for something once, whoever has none does nothing and is told nothing. */
class DoorTest {

    private static final Instant NOW = Instant.parse("2026-08-05T14:30:00Z");
    private static final String INCIDENT = "1a2b3c4d5e6f";
    private static final String TOKEN = "a-token-of-people-who-may";
    private static final String PAGER = "the secret of the webhook";
    private static final String SLACK = "8f742231b10e8888abcd99yyyzzz85a5";

    @TempDir
    Path folder;

    private Instant now = NOW;
    private Door door;

    @BeforeEach
    void aJobsFolderAndADoor() throws IOException {
        Path file = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: . }\n");
        Settings settings = ConfigLoader.load(file).value();
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        Door.Keys keys = new Door.Keys(TOKEN, "x-forwarded-user", Set.of("10.0.0.9"), PAGER, SLACK);
        door = new Door(new RequestDesk(settings, clock), keys, clock);
        decided("open", "");
        decided("propose", ",\"limit\":12,\"until\":\"2026-08-05T15:00:00Z\"");
    }

    // people

    @Test
    void thePeoplesTokenOpensInAHeaderAndInAForm() throws IOException {
        assertThat(json(TOKEN, "approve").status()).isEqualTo(202);
        Door.Answer form = door.take(call(
                "/requests",
                Map.of("content-type", "application/x-www-form-urlencoded"),
                "request=protect&for=3h&incident=" + INCIDENT + "&token=" + TOKEN));
        assertThat(form.status()).isEqualTo(202);
        assertThat(form.text()).startsWith("taken: protect function checkout (111122223333 eu-west-1)");
        assertThat(asked()).extracting(Request::kind).containsExactlyInAnyOrder(Kind.APPROVE, Kind.PROTECT);
        assertThat(asked()).extracting(Request::from).containsOnly("console");
    }

    @Test
    void withoutOrWithAWrongTokenNothingIsSaid() throws IOException {
        for (String token : List.of("", "wrong", TOKEN + " ", TOKEN.substring(1))) {
            assertThat(json(token, "approve")).isEqualTo(new Door.Answer(401, ""));
            assertThat(json(token, "no such thing")).isEqualTo(new Door.Answer(401, ""));
        }
        assertThat(asked()).isEmpty();
        assertThat(door.refused()).containsEntry("no or a wrong token", 8L);
        assertThat(door.told()).as("one line of the log an hour").isEqualTo(1);
    }

    @Test
    void aTrustedProxyNamesWhoAsks() throws IOException {
        Map<String, String> named = Map.of("x-forwarded-user", "alice", "content-type", "application/json");
        assertThat(from("10.0.0.9", named).status()).isEqualTo(202);
        assertThat(asked()).singleElement().satisfies(r -> assertThat(r.by()).isEqualTo("alice"));
        assertThat(from("10.0.0.8", named)).as("not the proxy").isEqualTo(new Door.Answer(401, ""));
        Map<String, String> led = Map.of(
                "x-forwarded-user",
                "alice",
                "content-type",
                "application/json",
                "origin",
                "https://evil.example",
                "host",
                "ops.example");
        assertThat(from("10.0.0.9", led)).as("led here by another site").isEqualTo(new Door.Answer(401, ""));
    }

    @Test
    void whatIsOverIsAConflictThatSaysWhy() throws IOException {
        decided("expire", "");
        assertThat(json(TOKEN, "approve")).isEqualTo(new Door.Answer(409, "not taken: the proposal has expired"));
        assertThat(json(TOKEN, "hold")).isEqualTo(new Door.Answer(409, "not taken: nothing is held on it"));
        assertThat(asked()).isEmpty();
    }

    @Test
    void whatIsNotUnderstoodSaysWhatIs() {
        assertThat(json(TOKEN, "explode"))
                .isEqualTo(new Door.Answer(400, "request: approve, release, hold, accept or protect"));
        assertThat(person("{\"request\":\"protect\",\"incident\":\"" + INCIDENT + "\",\"for\":\"5m\"}"))
                .isEqualTo(new Door.Answer(400, "for: hours or days from 1h to 90d, as in 12h or 30d"));
        assertThat(person("{\"request\":\"approve\",\"incident\":\"000000000000\"}")
                        .status())
                .isEqualTo(404);
        assertThat(person("[]").status()).isEqualTo(400);
        assertThat(door.take(call("/elsewhere", Map.of(), "")).status()).isEqualTo(404);
        byte[] large = new byte[Door.LARGEST + 1];
        assertThat(door.take(new Door.Call("/requests", Map.of(), "10.1.1.1", large))
                        .status())
                .isEqualTo(413);
    }

    // PagerDuty

    /** The example of Signature in the vendor's documentation has the form v1=HEX[,v1=HEX]. */
    @Test
    void aSignedEventOfPagerDutyIsHeardOnceHoweverOftenItIsDelivered() throws IOException {
        String event = event("01EVENT", NOW.minusSeconds(60));
        assertThat(pager("approve", event, sign(event)).status()).isEqualTo(202);
        assertThat(pager("approve", event, "v1=00,v1=" + Signature.hmac(PAGER, bytes(event)))
                        .status())
                .as("while a secret is changed there are two")
                .isEqualTo(202);
        assertThat(asked()).singleElement().satisfies(r -> {
            assertThat(r.id()).isEqualTo("pagerduty-01EVENT");
            assertThat(r.by()).isEqualTo("Tenex Engineer");
            assertThat(r.from()).isEqualTo("pagerduty");
            assertThat(r.incident()).isEqualTo(INCIDENT);
        });
    }

    @Test
    void aButtonWorksWithEachKeyOfAnAlertThatRangAgain() throws IOException {
        String event = event("01EVENT", NOW).replace(INCIDENT + "\"", INCIDENT + "/2\"");
        assertThat(pager("approve", event, sign(event)).status()).isEqualTo(202);
        assertThat(asked()).singleElement().satisfies(r -> assertThat(r.incident()).isEqualTo(INCIDENT));
    }

    @Test
    void aForgedOrReplayedEventOfPagerDutyDoesNothing() throws IOException {
        String event = event("01EVENT", NOW);
        assertThat(pager("approve", event, "v1=" + Signature.hmac("guess", bytes(event))))
                .isEqualTo(new Door.Answer(401, ""));
        assertThat(pager("approve", event + " ", sign(event))).isEqualTo(new Door.Answer(401, ""));
        assertThat(pager("approve", event, "")).isEqualTo(new Door.Answer(401, ""));
        now = NOW.plusSeconds(31 * 60);
        assertThat(pager("approve", event, sign(event)))
                .as("of half an hour ago")
                .isEqualTo(new Door.Answer(401, ""));
        now = NOW.minusSeconds(6 * 60);
        assertThat(pager("approve", event, sign(event)).status())
                .as("of the future")
                .isEqualTo(401);
        assertThat(asked()).isEmpty();
    }

    /** A 4xx is a failed delivery to PagerDuty: after three it delivers nothing for a day. */
    @Test
    void pagerDutyHearsOfWhatIsOverWithoutAnError() throws IOException {
        decided("close", "");
        String event = event("01EVENT", NOW);
        assertThat(pager("approve", event, sign(event)))
                .isEqualTo(new Door.Answer(200, "not taken: its incident is over"));
        String fleet = event("02EVENT", NOW).replace("breakwater/" + INCIDENT, "breakwater/fleet/1/2");
        assertThat(pager("approve", fleet, sign(fleet)).status()).isEqualTo(400);
    }

    // Slack

    @Test
    void aSignedClickInSlackIsHeardOnce() throws IOException {
        String body = click("breakwater-approve");
        assertThat(slack(body, NOW, SLACK).status()).isEqualTo(202);
        assertThat(slack(body, NOW, SLACK).status()).isEqualTo(202);
        assertThat(asked()).singleElement().satisfies(r -> {
            assertThat(r.by()).isEqualTo("bob");
            assertThat(r.from()).isEqualTo("slack");
        });
    }

    @Test
    void aForgedOrReplayedClickInSlackDoesNothing() throws IOException {
        String body = click("breakwater-approve");
        assertThat(slack(body, NOW, "guess")).isEqualTo(new Door.Answer(401, ""));
        assertThat(slack(body, NOW.minusSeconds(301), SLACK)).isEqualTo(new Door.Answer(401, ""));
        assertThat(door.take(call("/slack", Map.of(), body))).isEqualTo(new Door.Answer(401, ""));
        assertThat(asked()).isEmpty();
    }

    /** The worked example of Slack's documentation on verifying requests. */
    @Test
    void theSignatureOfSlacksOwnExampleFits() {
        String body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        String signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
        assertThat(Signature.ofSlack(SLACK, "1531420618", signature, bytes(body)))
                .isTrue();
        assertThat(Signature.ofSlack(SLACK, "1531420619", signature, bytes(body)))
                .isFalse();
    }

    @Test
    void aDoorWithoutKeysIsShut() {
        Door shut = new Door(null, new Door.Keys("", "", Set.of(), "", ""), Clock.systemUTC());
        Map<String, String> empty = Map.of(
                "authorization", "Bearer ",
                "x-pagerduty-signature", "v1=" + Signature.hmac("x", new byte[0]),
                "x-slack-signature", "v0=",
                "x-slack-request-timestamp", "1");
        for (String path : List.of("/requests", "/pagerduty/approve", "/slack")) {
            assertThat(shut.take(call(path, empty, ""))).isEqualTo(new Door.Answer(401, ""));
        }
    }

    private Door.Answer json(String token, String request) {
        Map<String, String> headers = Map.of("authorization", "Bearer " + token, "content-type", "application/json");
        String body = "{\"request\":\"" + request + "\",\"incident\":\"" + INCIDENT + "\"}";
        return door.take(call("/requests", headers, body));
    }

    private Door.Answer person(String body) {
        Map<String, String> headers = Map.of("authorization", "Bearer " + TOKEN, "content-type", "application/json");
        return door.take(call("/requests", headers, body));
    }

    private Door.Answer from(String remote, Map<String, String> headers) {
        String body = "{\"request\":\"approve\",\"incident\":\"" + INCIDENT + "\"}";
        return door.take(new Door.Call("/requests", headers, remote, bytes(body)));
    }

    private Door.Answer pager(String kind, String event, String signature) {
        return door.take(call("/pagerduty/" + kind, Map.of("x-pagerduty-signature", signature), event));
    }

    private static String sign(String event) {
        return "v1=" + Signature.hmac(PAGER, bytes(event));
    }

    private static String event(String id, Instant at) {
        return "{\"event\":{\"id\":\"" + id + "\",\"event_type\":\"incident.custom\",\"resource_type\":\"incident\","
                + "\"occurred_at\":\"" + at
                + "\",\"agent\":{\"summary\":\"Tenex Engineer\",\"type\":\"user_reference\"},"
                + "\"data\":{\"id\":\"PGR0VU2\",\"type\":\"incident\",\"incident_key\":\"breakwater/" + INCIDENT
                + "\"}}}";
    }

    private Door.Answer slack(String body, Instant at, String secret) {
        String time = String.valueOf(at.getEpochSecond());
        String signature = "v0=" + Signature.hmac(secret, bytes("v0:" + time + ":" + body));
        return door.take(
                call("/slack", Map.of("x-slack-request-timestamp", time, "x-slack-signature", signature), body));
    }

    private static String click(String action) {
        String payload = "{\"type\":\"block_actions\",\"user\":{\"id\":\"U1\",\"username\":\"bob\"},"
                + "\"actions\":[{\"action_id\":\"" + action + "\",\"value\":\"" + INCIDENT + "\"}]}";
        return "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
    }

    private static Door.Call call(String path, Map<String, String> headers, String body) {
        return new Door.Call(path, headers, "10.1.1.1", bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<Request> asked() throws IOException {
        return RequestFiles.all(folder.resolve("requests")).stream()
                .map(RequestFiles.Read::request)
                .toList();
    }

    private void decided(String type, String more) throws IOException {
        String line =
                "{\"at\":\"2026-08-05T14:23:00Z\",\"scope\":\"function\",\"function\":\"checkout\",\"group\":null,"
                        + "\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"type\":\"" + type
                        + "\",\"incident\":\""
                        + INCIDENT + "\"" + more + "}\n";
        Files.writeString(
                folder.resolve("decisions.jsonl"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
