package dev.breakwater.cli.door;

import static dev.breakwater.cli.door.DoorBench.INCIDENT;
import static dev.breakwater.cli.door.DoorBench.NOW;
import static dev.breakwater.cli.door.DoorBench.OTHER;
import static dev.breakwater.cli.door.DoorBench.bytes;
import static dev.breakwater.cli.door.DoorBench.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.breakwater.connectors.http.Service.HttpCall;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.Request.Kind;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a vendor's request counts once, only if a person made it, and only for the action on the button. */
class CallbacksTest {

    private static final String PAGER = "the secret of the webhook";
    private static final String SLACK = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final String CUSTOM = "incident.custom";
    private static final String FLEET = "breakwater/fleet/111122223333/eu-west-1/29412345";

    @TempDir
    Path folder;

    private DoorBench bench;
    private Callbacks callbacks;

    @BeforeEach
    void aDoor() throws IOException {
        bench = new DoorBench(folder);
        Callbacks.Keys keys = new Callbacks.Keys(PAGER, SLACK, Map.of("U1", Set.of(Kind.APPROVE, Kind.RELEASE)));
        callbacks = new Callbacks(bench.desk, keys, bench.clock, bench.refusals);
    }

    // PagerDuty

    /** The example of Signature in the vendor's documentation has the form v1=HEX[,v1=HEX]. */
    @Test
    void aSignedEventOfAPersonIsHeardOnceHoweverOftenItIsDelivered() throws IOException {
        String event = event("01EVENT", NOW.minusSeconds(60));
        assertThat(pager(Kind.APPROVE, event, sign(event)).status()).isEqualTo(202);
        assertThat(pager(Kind.APPROVE, event, "v1=00,v1=" + new Signature(PAGER).hmac(event))
                        .status())
                .as("while a secret is changed there are two")
                .isEqualTo(202);
        assertThat(bench.asked()).singleElement().satisfies(r -> {
            assertThat(r.id()).isEqualTo("pagerduty-01EVENT-" + INCIDENT);
            assertThat(r.by()).isEqualTo("Tenex Engineer (PLH1HKV)");
            assertThat(r.from()).isEqualTo("pagerduty");
            assertThat(r.incident()).isEqualTo(INCIDENT);
        });
    }

    @Test
    void anEventCountsWithEachKeyOfAnAlertThatRangAgain() throws IOException {
        String event = event("01EVENT", NOW).replace(INCIDENT + "\"", INCIDENT + "/2\"");
        assertThat(pager(Kind.APPROVE, event, sign(event)).status()).isEqualTo(202);
        assertThat(bench.asked())
                .singleElement()
                .satisfies(r -> assertThat(r.incident()).isEqualTo(INCIDENT));
    }

    @Test
    void aForgedOrReplayedEventDoesNothing() throws IOException {
        String event = event("01EVENT", NOW);
        assertThat(pager(Kind.APPROVE, event, "v1=" + new Signature("guess").hmac(event)))
                .isEqualTo(new RequestAnswer(401, ""));
        assertThat(pager(Kind.APPROVE, event + " ", sign(event))).isEqualTo(new RequestAnswer(401, ""));
        assertThat(pager(Kind.APPROVE, event, "")).isEqualTo(new RequestAnswer(401, ""));
        bench.clock.set(NOW.plusSeconds(31 * 60));
        assertThat(pager(Kind.APPROVE, event, sign(event)))
                .as("of half an hour ago")
                .isEqualTo(new RequestAnswer(401, ""));
        bench.clock.set(NOW.minusSeconds(6 * 60));
        assertThat(pager(Kind.APPROVE, event, sign(event)).status())
                .as("of the future")
                .isEqualTo(401);
        assertThat(bench.asked()).isEmpty();
    }

    /**
     * Tests life-cycle events. PagerDuty reports each triggered incident to every subscriber, so each page would
     * otherwise accept itself.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "incident.triggered",
                "incident.acknowledged",
                "incident.resolved",
                "incident.responder.added",
                "incident.status_update_published"
            })
    void whatPagerDutyTellsOfAnIncidentsLifeIsNoRequestWhoeverCausedIt(String type) throws IOException {
        String event = event("01EVENT", NOW).replace(CUSTOM, type);
        assertThat(pager(Kind.ACCEPT, event, sign(event))).isEqualTo(new RequestAnswer(204, ""));
        assertThat(bench.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"id\":\"PSVC\",\"summary\":\"checkout\",\"type\":\"service_reference\"}",
                "{\"summary\":\"nobody\",\"type\":\"user_reference\"}"
            })
    void anEventWithoutAPersonIsNoRequest(String agent) throws IOException {
        String event = event("01EVENT", NOW).replaceFirst("\"agent\":\\{[^}]*}", "\"agent\":" + agent);
        assertThat(event).contains("\"agent\":" + agent);
        assertThat(pager(Kind.ACCEPT, event, sign(event))).isEqualTo(new RequestAnswer(204, ""));
        assertThat(bench.asked()).isEmpty();
    }

    /** Tests that a body for one button is refused at another. The vendor signs only the body. */
    @Test
    void whatIsAskedIsWhatTheSignedAddressSaysAndNotItsPath() throws IOException {
        String event = event("01EVENT", NOW);
        String approve = link(Kind.APPROVE, ActionLink.ANY);
        assertThat(pager("", event, sign(event)))
                .as("a 401 would stop all deliveries")
                .isEqualTo(new RequestAnswer(204, ""));
        for (String query : List.of("do=protect", approve.replace("do=approve", "do=protect"))) {
            assertThat(pager(query, event, sign(event))).isEqualTo(new RequestAnswer(401, ""));
        }
        assertThat(pager(approve.replace("until=2027", "until=2037"), event, sign(event))
                        .status())
                .isEqualTo(401);
        assertThat(bench.asked()).isEmpty();
    }

    @Test
    void oneEventAsksForOneThingEvenAtTwoSignedAddresses() throws IOException {
        String event = event("01EVENT", NOW);
        assertThat(pager(Kind.APPROVE, event, sign(event)).status()).isEqualTo(202);
        assertThat(pager(Kind.PROTECT, event, sign(event)))
                .isEqualTo(new RequestAnswer(200, "not taken: a different request already has this id"));
        assertThat(bench.asked()).extracting(Request::kind).containsExactly(Kind.APPROVE);
    }

    @Test
    void anAddressIsGoodForItsIncidentAndItsTimeAlone() throws IOException {
        String event = event("01EVENT", NOW);
        assertThat(pager(link(Kind.APPROVE, OTHER), event, sign(event)).status())
                .isEqualTo(204);
        bench.clock.set(NOW.plus(Duration.ofDays(366)));
        String late = event("02EVENT", bench.clock.instant());
        assertThat(pager(Kind.PROTECT, late, sign(late)).status()).isEqualTo(204);
        assertThat(bench.asked()).isEmpty();
        bench.clock.set(NOW);
        assertThat(pager(link(Kind.APPROVE, INCIDENT), event, sign(event)).status())
                .isEqualTo(202);
    }

    /** Tests unknown types, because the vendor documents no type for custom actions. */
    @Test
    void aTypeThatIsNotKnownIsARequestOfAPersonAndOtherwiseNamedAsRefused() throws IOException {
        String person = event("01EVENT", NOW).replace(CUSTOM, "pagey.custom_action");
        String machine =
                event("02EVENT", NOW).replace(CUSTOM, "pagey.custom_action").replace("user_ref", "bot_ref");
        assertThat(pager(Kind.APPROVE, person, sign(person)).status()).isEqualTo(202);
        assertThat(pager(Kind.APPROVE, machine, sign(machine)).status()).isEqualTo(204);
        assertThat(bench.refusals.counts())
                .containsOnly(Map.entry("PagerDuty: no person caused the event pagey.custom_action", 1L));
    }

    /** Tests refusals. For PagerDuty, a 4xx is a failed delivery, and three of these stop all deliveries for a day. */
    @Test
    void pagerDutyHearsOfWhatIsOverWithoutAnError() throws IOException {
        bench.decided(INCIDENT, "close", "");
        String event = event("01EVENT", NOW);
        assertThat(pager(Kind.APPROVE, event, sign(event)))
                .isEqualTo(new RequestAnswer(200, "not taken: its incident is over"));
        for (String key : List.of("breakwater/blind/111122223333/eu-west-1", "breakwater/0a0a0a0a0a0a", "", FLEET)) {
            String other = event("02EVENT", NOW).replace("breakwater/" + INCIDENT, key);
            assertThat(pager(Kind.APPROVE, other, sign(other)))
                    .as(key)
                    .satisfies(a -> assertThat(a.status()).isEqualTo(200))
                    .satisfies(a -> assertThat(a.text()).startsWith("not taken: "));
        }
    }

    @Test
    void aButtonOfAFleetPageAsksForEachIncidentThatItTellsOf() throws IOException {
        bench.decided(INCIDENT, "page", "");
        bench.decided(OTHER, "page", "");
        String event = fleet("01EVENT", NOW);
        RequestAnswer answer = pager(Kind.APPROVE, event, sign(event));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text())
                .contains("approve function checkout (111122223333 eu-west-1)", "approve function cart (");
        assertThat(pager(Kind.APPROVE, event, sign(event)).status())
                .as("delivered again")
                .isEqualTo(202);
        assertThat(bench.asked())
                .extracting(Request::incident)
                .as("each once")
                .containsExactlyInAnyOrder(INCIDENT, OTHER);
        assertThat(bench.asked()).extracting(Request::scope).doesNotHaveDuplicates();
    }

    @Test
    void aButtonOfAFleetPageAsksForWhatStillStandsAndHadPagedByThen() throws IOException {
        bench.decided(INCIDENT, "page", "");
        bench.decided(OTHER, "page", "");
        bench.decided(OTHER, "close", "");
        String event = fleet("01EVENT", NOW);
        assertThat(pager(Kind.APPROVE, event, sign(event)).text()).doesNotContain("cart");

        bench.decided(OTHER, "held", "");
        String release = fleet("02EVENT", NOW);
        assertThat(pager(Kind.RELEASE, release, sign(release)).text())
                .as("closed, and still held")
                .contains("release function cart")
                .contains("not taken: " + INCIDENT + " (no limit is held)");

        String early = fleet("03EVENT", NOW.minus(Duration.ofMinutes(20)));
        assertThat(pager(Kind.PROTECT, early, sign(early)).text())
                .as("asked before anything had paged")
                .startsWith("not taken");
        assertThat(bench.asked())
                .extracting(Request::kind, Request::incident)
                .containsExactlyInAnyOrder(tuple(Kind.APPROVE, INCIDENT), tuple(Kind.RELEASE, OTHER));
    }

    @Test
    void aFleetPageOfAnotherRegionTellsOfNoneOfThem() throws IOException {
        bench.decided(INCIDENT, "page", "");
        String event = fleet("01EVENT", NOW).replace("eu-west-1", "eu-west-2");
        assertThat(pager(Kind.APPROVE, event, sign(event)).text()).startsWith("not taken");
        String one = fleet("02EVENT", NOW);
        assertThat(pager(link(Kind.APPROVE, OTHER), one, sign(one)).status())
                .as("an address that is signed for another incident")
                .isEqualTo(204);
        assertThat(bench.asked()).isEmpty();
    }

    @Test
    void aButtonOfAnAlertForOneCauseAsksForEachIncidentThatItToldOfByThen() throws IOException {
        oneCause();
        String early = event("00EVENT", NOW.minus(Duration.ofMinutes(10)));
        assertThat(pager(Kind.PROTECT, early, sign(early)).text())
                .as("before anything had paged: the one that it is named for")
                .contains("protect function checkout")
                .doesNotContain("cart");

        String event = event("01EVENT", NOW);
        RequestAnswer answer = pager(Kind.APPROVE, event, sign(event));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text()).contains("approve function checkout (", "approve function cart (");
        assertThat(bench.asked())
                .filteredOn(r -> r.kind() == Kind.APPROVE)
                .extracting(Request::id, Request::incident, Request::by)
                .as("each by name, with who asked")
                .containsExactlyInAnyOrder(
                        tuple("pagerduty-01EVENT-" + INCIDENT, INCIDENT, "Tenex Engineer (PLH1HKV)"),
                        tuple("pagerduty-01EVENT-" + OTHER, OTHER, "Tenex Engineer (PLH1HKV)"));
    }

    @Test
    void whatLeftTheAlertIsNotAskedForByItsButton() throws IOException {
        oneCause();
        bench.decided(OTHER, "tell", "");
        String event = event("01EVENT", NOW);
        assertThat(pager(Kind.APPROVE, event, sign(event)).status()).isEqualTo(202);
        assertThat(bench.asked()).extracting(Request::incident).containsExactly(INCIDENT);
    }

    @Test
    void whatAJobWithoutItsStatePagesAnewLeftItsFormerAlert() throws IOException {
        oneCause();
        bench.decided(OTHER, "close", "");
        bench.decided(OTHER, "page", "");
        String event = event("01EVENT", NOW);
        assertThat(pager(Kind.PROTECT, event, sign(event)).text()).doesNotContain("cart");
        String own = event("02EVENT", NOW).replace(INCIDENT, OTHER);
        assertThat(pager(Kind.PROTECT, own, sign(own)).text()).contains("cart").doesNotContain("checkout");
    }

    @Test
    void whereTheFirstIsOverTheButtonAsksForTheOthers() throws IOException {
        oneCause();
        bench.decided(INCIDENT, "close", "");
        String event = event("01EVENT", NOW);
        assertThat(pager(Kind.APPROVE, event, sign(event)).text())
                .contains("cart")
                .doesNotContain("checkout");
        assertThat(bench.asked()).extracting(Request::incident).containsExactly(OTHER);
    }

    /** Both have paged, and the alert of the first reported the other. */
    private void oneCause() throws IOException {
        bench.decided(INCIDENT, "page", "");
        bench.decided(OTHER, "page", "");
        bench.decided(OTHER, "tell", ",\"alert\":\"" + INCIDENT + '"');
    }

    // Slack

    @Test
    void aButtonInSlackAsksForEachIncidentOfItsAlert() throws IOException {
        oneCause();
        String body = click("breakwater-approve", "U1", "breakwater/" + INCIDENT);
        assertThat(slack(body, NOW, SLACK).text()).contains("approve function checkout (", "approve function cart (");
        assertThat(slack(body, NOW, SLACK).status()).as("delivered again").isEqualTo(202);
        assertThat(bench.asked())
                .extracting(Request::incident, Request::by)
                .containsExactlyInAnyOrder(tuple(INCIDENT, "bob (U1)"), tuple(OTHER, "bob (U1)"));
        assertThat(slack(click("breakwater-approve", "U1", "breakwater/blind/1"), NOW, SLACK))
                .extracting(RequestAnswer::status)
                .isEqualTo(400);
    }

    @Test
    void aSignedClickInSlackIsHeardOnce() throws IOException {
        String body = click("breakwater-approve", "U1");
        assertThat(slack(body, NOW, SLACK).status()).isEqualTo(202);
        assertThat(slack(body, NOW, SLACK).status()).isEqualTo(202);
        assertThat(bench.asked()).singleElement().satisfies(r -> {
            assertThat(r.by()).isEqualTo("bob (U1)");
            assertThat(r.from()).isEqualTo("slack");
        });
    }

    @Test
    void inSlackOnlyThoseWhoMayAskAndOnlyForWhatTheyMay() throws IOException {
        assertThat(slack(click("breakwater-approve", "U2"), NOW, SLACK).status())
                .as("another member of the channel")
                .isEqualTo(403);
        assertThat(slack(click("breakwater-accept", "U1"), NOW, SLACK).status())
                .as("more than the member may")
                .isEqualTo(403);
        assertThat(bench.asked()).isEmpty();
    }

    @Test
    void aForgedOrReplayedClickInSlackDoesNothing() throws IOException {
        String body = click("breakwater-approve", "U1");
        assertThat(slack(body, NOW, "guess")).isEqualTo(new RequestAnswer(401, ""));
        assertThat(slack(body, NOW.minusSeconds(301), SLACK)).isEqualTo(new RequestAnswer(401, ""));
        assertThat(callbacks.take(call("/slack", "", Map.of()), bytes(body))).isEqualTo(new RequestAnswer(401, ""));
        assertThat(bench.asked()).isEmpty();
    }

    /** The worked example of Slack's documentation on verifying requests. */
    @Test
    void theSignatureOfSlacksOwnExampleFits() {
        String body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        String signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
        assertThat(new Signature(SLACK).ofSlack("1531420618", signature, bytes(body)))
                .isTrue();
        assertThat(new Signature(SLACK).ofSlack("1531420619", signature, bytes(body)))
                .isFalse();
    }

    @Test
    void twoSignaturesAreRefused() {
        String event = event("01EVENT", NOW);
        Map<String, List<String>> twice = Map.of("x-pagerduty-signature", List.of(sign(event), sign(event)));
        HttpCall call =
                new HttpCall("POST", "/pagerduty", link(Kind.APPROVE, ActionLink.ANY), twice, "127.0.0.1", true);
        assertThat(callbacks.take(call, bytes(event)).status()).isEqualTo(400);
    }

    @Test
    void aDoorWithoutKeysIsShut() {
        Callbacks shut = new Callbacks(bench.desk, new Callbacks.Keys("", "", Map.of()), bench.clock, bench.refusals);
        Map<String, String> empty = Map.of(
                "x-pagerduty-signature", "v1=" + new Signature("x").hmac(""),
                "x-slack-signature", "v0=",
                "x-slack-request-timestamp", "1");
        for (String path : List.of("/pagerduty", "/slack")) {
            assertThat(shut.take(call(path, "", empty), bytes(""))).isEqualTo(new RequestAnswer(401, ""));
        }
        assertThat(shut.take(call("/elsewhere", "", Map.of()), bytes("")).status())
                .isEqualTo(404);
        assertThat(shut.take(call("/slack", "", Map.of()), new byte[Callbacks.LARGEST + 1])
                        .status())
                .isEqualTo(413);
    }

    private static String link(Kind kind, String incident) {
        return new ActionLink(kind, incident, NOW.plus(Duration.ofDays(365))).query(PAGER);
    }

    private RequestAnswer pager(Kind kind, String event, String signature) {
        return pager(link(kind, ActionLink.ANY), event, signature);
    }

    private RequestAnswer pager(String query, String event, String signature) {
        return callbacks.take(call("/pagerduty", query, Map.of("x-pagerduty-signature", signature)), bytes(event));
    }

    private static String sign(String event) {
        return "v1=" + new Signature(PAGER).hmac(event);
    }

    private static String event(String id, Instant at) {
        return "{\"event\":{\"id\":\"" + id + "\",\"event_type\":\"" + CUSTOM + "\",\"resource_type\":\"incident\","
                + "\"occurred_at\":\"" + at
                + "\",\"agent\":{\"id\":\"PLH1HKV\",\"summary\":\"Tenex Engineer\",\"type\":\"user_reference\"},"
                + "\"data\":{\"id\":\"PGR0VU2\",\"type\":\"incident\",\"incident_key\":\"breakwater/" + INCIDENT
                + "\"}}}";
    }

    private static String fleet(String id, Instant at) {
        return event(id, at).replace("breakwater/" + INCIDENT, FLEET + "/3");
    }

    private RequestAnswer slack(String body, Instant at, String secret) {
        String time = String.valueOf(at.getEpochSecond());
        String signature = "v0=" + new Signature(secret).hmac("v0:" + time + ":" + body);
        Map<String, String> headers = Map.of("x-slack-request-timestamp", time, "x-slack-signature", signature);
        return callbacks.take(call("/slack", "", headers), bytes(body));
    }

    private static String click(String action, String user) {
        return click(action, user, INCIDENT);
    }

    private static String click(String action, String user, String value) {
        String payload = "{\"type\":\"block_actions\",\"user\":{\"id\":\"" + user + "\",\"username\":\"bob\"},"
                + "\"actions\":[{\"action_id\":\"" + action + "\",\"value\":\"" + value + "\"}]}";
        return "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
    }
}
