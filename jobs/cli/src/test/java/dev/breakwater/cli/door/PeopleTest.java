package dev.breakwater.cli.door;

import static dev.breakwater.cli.door.DoorBench.INCIDENT;
import static dev.breakwater.cli.door.DoorBench.OTHER;
import static dev.breakwater.cli.door.DoorBench.bytes;
import static dev.breakwater.cli.door.DoorBench.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.http.Service.HttpCall;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.Request.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a caller with a key can make a request, and that a caller without a key can do and read nothing. */
class PeopleTest {

    private static final String TOKEN = "a-token-of-people-who-may";
    private static final String PROXY = "the-secret-of-the-proxy";

    @TempDir
    Path folder;

    private DoorBench bench;
    private People people;
    private boolean silent;

    @BeforeEach
    void aDoor() throws IOException {
        bench = new DoorBench(folder);
        ProxyIdentity proxy = ProxyIdentity.ofSecret("x-forwarded-user", "x-breakwater-proxy", PROXY);
        people = new People(bench.desk, new People.Keys(TOKEN, proxy, true, Users.NONE), bench.refusals, () -> silent);
    }

    @Test
    void thePeoplesTokenOpensInAHeaderAndInAForm() throws IOException {
        assertThat(json(TOKEN, "approve").status()).isEqualTo(202);
        RequestAnswer form = people.take(
                call("/requests", "", Map.of("content-type", "application/x-www-form-urlencoded")),
                bytes("request=protect&for=3h&incident=" + INCIDENT + "&token=" + TOKEN));
        assertThat(form.status()).isEqualTo(202);
        assertThat(form.text())
                .startsWith("taken: protect function checkout (111122223333 eu-west-1)")
                .contains("within seconds");
        silent = true;
        RequestAnswer dead = people.take(
                call("/requests", "", Map.of("content-type", "application/x-www-form-urlencoded")),
                bytes("request=protect&for=3h&incident=" + INCIDENT + "&token=" + TOKEN));
        assertThat(dead.text())
                .as("while the job is dead")
                .startsWith("taken: protect function checkout (111122223333 eu-west-1); the job does not run now")
                .doesNotContain("within seconds");
        assertThat(bench.asked())
                .extracting(Request::kind)
                .containsExactlyInAnyOrder(Kind.APPROVE, Kind.PROTECT, Kind.PROTECT);
        assertThat(bench.asked()).extracting(Request::from).containsOnly("console");
    }

    @Test
    void aButtonOfAPageAsksForTheOthersOfItsAlertTooWhereThatIsTicked() throws IOException {
        bench.decided(INCIDENT, "page", "");
        bench.decided(OTHER, "page", "");
        bench.decided(OTHER, "tell", ",\"alert\":\"" + INCIDENT + '"');
        assertThat(form("request=protect&incident=" + OTHER).text()).doesNotContain("checkout");
        assertThat(bench.asked()).hasSize(1);
        // on whichever of their pages the form is
        for (String alert : List.of(INCIDENT, OTHER, "breakwater/fleet/111122223333/eu-west-1")) {
            assertThat(form("request=approve&incident=" + OTHER + "&alert=" + alert)
                            .text())
                    .contains("approve function checkout (", "approve function cart (");
        }
        assertThat(bench.asked())
                .filteredOn(r -> r.kind() == Kind.APPROVE)
                .extracting(Request::incident)
                .containsOnly(INCIDENT, OTHER);
    }

    @Test
    void anAcceptanceHasThePeriodAndTheSizeThatThePageOffers() throws IOException {
        assertThat(form("request=accept&days=7d&times=5&incident=" + INCIDENT).status())
                .isEqualTo(202);
        assertThat(bench.asked()).singleElement().satisfies(r -> {
            assertThat(r.until() - r.at()).isEqualTo(Duration.ofDays(7).toMillis());
            assertThat(r.times()).isEqualTo(5);
        });
        assertThat(form("request=decline&days=7d&no=8h&incident=" + INCIDENT).status())
                .isEqualTo(202);
        assertThat(bench.asked())
                .filteredOn(r -> r.kind() == Kind.DECLINE)
                .singleElement()
                .satisfies(r -> assertThat(r.until() - r.at())
                        .isEqualTo(Duration.ofHours(8).toMillis()));
        // the fields of the acceptance do not change what another button does
        assertThat(form("request=protect&days=90d&times=5&incident=" + INCIDENT).status())
                .isEqualTo(202);
        assertThat(bench.asked())
                .filteredOn(r -> r.kind() == Kind.PROTECT)
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.until() - r.at())
                            .isEqualTo(Duration.ofHours(24).toMillis());
                    assertThat(r.times()).isZero();
                });
        assertThat(form("request=protect&hours=8h&days=90d&incident=" + OTHER).status())
                .isEqualTo(202);
        assertThat(bench.asked())
                .filteredOn(r -> r.incident().equals(OTHER))
                .singleElement()
                .satisfies(r -> assertThat(r.until() - r.at())
                        .isEqualTo(Duration.ofHours(8).toMillis()));
        for (String times : List.of("0", "11", "-1", "x")) {
            assertThat(form("request=accept&times=" + times + "&incident=" + INCIDENT))
                    .isEqualTo(new RequestAnswer(
                            400, "times is the multiple of the surge's cost that is accepted, and must be 1 to 10"));
        }
    }

    private RequestAnswer form(String fields) {
        Map<String, String> headers = Map.of("content-type", "application/x-www-form-urlencoded");
        return people.take(call("/requests", "", headers), bytes(fields + "&token=" + TOKEN));
    }

    @Test
    void withoutOrWithAWrongTokenNothingIsSaid() throws IOException {
        for (String token : List.of("", "wrong", TOKEN + "x", TOKEN.substring(1))) {
            assertThat(json(token, "approve")).isEqualTo(new RequestAnswer(401, ""));
            assertThat(json(token, "no such thing")).isEqualTo(new RequestAnswer(401, ""));
        }
        assertThat(bench.asked()).isEmpty();
        assertThat(bench.refusals.counts()).containsEntry("missing or wrong token", 8L);
        assertThat(bench.refusals.told()).as("one line of the log an hour").isEqualTo(1);
    }

    @Test
    void aProxyThatProvesItselfNamesWhoAsks() throws IOException {
        assertThat(proxied(Map.of("x-breakwater-proxy", PROXY)).status()).isEqualTo(202);
        assertThat(bench.asked()).singleElement().satisfies(r -> {
            assertThat(r.by()).isEqualTo("alice");
            assertThat(r.from()).isEqualTo("console behind a proxy");
        });
    }

    @Test
    void aLocalProcessThatNamesSomebodyWithoutTheProxysSecretDoesNothing() throws IOException {
        assertThat(proxied(Map.of())).isEqualTo(new RequestAnswer(401, ""));
        assertThat(proxied(Map.of("x-breakwater-proxy", "a guess"))).isEqualTo(new RequestAnswer(401, ""));
        assertThat(bench.asked()).isEmpty();
        assertThat(bench.refusals.counts()).containsEntry("somebody other than the proxy named the person", 2L);
    }

    @Test
    void eachPersonHasATokenAndRightsAndTheLedgerNamesThem() throws IOException {
        Map<String, Users.NewToken> tokens = new HashMap<>();
        List<Users.User> listed = new ArrayList<>();
        for (Users.Right right : Users.Right.values()) {
            Users.NewToken made = Users.NewToken.make();
            tokens.put(right.name(), made);
            assertThat(made.hash()).matches("sha256:[0-9a-f]{32}:[0-9a-f]{64}").doesNotContain(made.token());
            listed.add(new Users.User("may-" + right, made.hash(), right));
        }
        people = new People(
                bench.desk,
                new People.Keys("", ProxyIdentity.NONE, true, new Users(listed)),
                bench.refusals,
                () -> silent);
        for (Users.NewToken made : tokens.values()) {
            assertThat(people.refusedToRead(basic(made.token())))
                    .as("each may read")
                    .isEmpty();
            assertThat(people.refusedToRead(basic(made.hash())))
                    .as("a hash is no token")
                    .isPresent();
        }
        assertThat(people.refusedToRead(basic(""))).isPresent();
        assertThat(json(tokens.get("VIEW").token(), "release"))
                .isEqualTo(new RequestAnswer(
                        403,
                        "may-VIEW may not release: it needs \"may: act\", but door.users has \"may: view\" for this "
                                + "person"));
        assertThat(json(tokens.get("ACT").token(), "approve"))
                .isEqualTo(new RequestAnswer(
                        403,
                        "may-ACT may not approve: it needs \"may: approve\", but door.users has \"may: act\" for this "
                                + "person"));
        assertThat(bench.asked()).isEmpty();
        assertThat(json(tokens.get("ACT").token(), "decline").status()).isEqualTo(202);
        assertThat(json(tokens.get("APPROVE").token(), "approve").status()).isEqualTo(202);
        assertThat(bench.asked()).extracting(Request::by).containsExactlyInAnyOrder("may-ACT", "may-APPROVE");
    }

    @Test
    void aProxysPersonMustBeListedIfAnybodyIs() throws IOException {
        ProxyIdentity proxy = ProxyIdentity.ofSecret("x-forwarded-user", "x-breakwater-proxy", PROXY);
        for (Users.Right right : Users.Right.values()) {
            Users one = new Users(List.of(new Users.User("alice", "", right)));
            people = new People(bench.desk, new People.Keys("", proxy, true, one), bench.refusals, () -> silent);
            int status = proxied(Map.of("x-breakwater-proxy", PROXY)).status();
            assertThat(status).as(right.name()).isEqualTo(right == Users.Right.APPROVE ? 202 : 403);
        }
        Users other = new Users(List.of(new Users.User("bob", "", Users.Right.APPROVE)));
        people = new People(bench.desk, new People.Keys("", proxy, true, other), bench.refusals, () -> silent);
        assertThat(proxied(Map.of("x-breakwater-proxy", PROXY)).text())
                .isEqualTo("door.users does not list the proxy's alice");
        // no token fits a person without their own token
        assertThat(json("", "approve").status()).isEqualTo(401);
    }

    @Test
    void theCaseOfAnEmailAddressMakesNoDifferenceAndThatOfAnotherNameDoes() {
        Users users = new Users(List.of(
                new Users.User("Ann.Lee@Example.com", "", Users.Right.VIEW),
                new Users.User("kim@example.com", "", Users.Right.VIEW),
                new Users.User("00uAb", "", Users.Right.VIEW)));
        assertThat(users.named("ann.lee@example.COM")).hasToString("Optional[Ann.Lee@Example.com]");
        assertThat(users.named("\u212aim@example.com"))
                .as("the Kelvin sign, which Java folds to k")
                .isEmpty();
        assertThat(users.named("00uaB")).isEmpty();
    }

    private static HttpCall basic(String password) {
        String pair = Base64.getEncoder().encodeToString(bytes("anybody:" + password));
        return call("/", "", Map.of("authorization", "Basic " + pair));
    }

    @Test
    void aPageOfAnotherSiteCannotLeadWhoeverIsKnownToTheProxy() throws IOException {
        Map<String, String> led =
                Map.of("x-breakwater-proxy", PROXY, "origin", "https://evil.example", "host", "ops.example");
        assertThat(proxied(led)).isEqualTo(new RequestAnswer(401, ""));
        assertThat(bench.asked()).isEmpty();
    }

    @Test
    void ofTwoHeadersThatSayWhoAsksNeitherCounts() throws IOException {
        for (String doubled : List.of("x-forwarded-user", "x-breakwater-proxy", "authorization", "origin")) {
            Map<String, List<String>> headers = new HashMap<>();
            headers.put("x-forwarded-user", List.of("alice"));
            headers.put("x-breakwater-proxy", List.of(PROXY));
            headers.put("content-type", List.of("application/json"));
            String value = headers.getOrDefault(doubled, List.of("x")).get(0);
            headers.put(doubled, List.of(value, value));
            HttpCall call = new HttpCall("POST", "/requests", "", headers, "127.0.0.1", true);
            assertThat(people.take(call, approve()).status()).as(doubled).isEqualTo(400);
        }
        assertThat(bench.asked()).isEmpty();
    }

    @Test
    void readingNeedsAKeyWhereItIsReachedFromElsewhere() {
        assertThat(reads(Map.of())).isFalse();
        assertThat(reads(Map.of("authorization", "Bearer wrong"))).isFalse();
        assertThat(reads(Map.of("x-forwarded-user", "alice"))).isFalse();
        assertThat(reads(Map.of("authorization", "Bearer " + TOKEN))).isTrue();
        assertThat(reads(Map.of("authorization", basic()))).isTrue();
        assertThat(reads(Map.of("x-forwarded-user", "alice", "x-breakwater-proxy", PROXY)))
                .isTrue();
        People onLoopback = new People(
                bench.desk,
                new People.Keys(TOKEN, ProxyIdentity.NONE, false, Users.NONE),
                bench.refusals,
                () -> silent);
        assertThat(onLoopback.refusedToRead(call("/", "", Map.of()))).isEmpty();
    }

    /** Tests that Basic does not allow requests, because a browser adds it to requests from any page. */
    @Test
    void thePasswordThatABrowserKeepsIsGoodForReadingAlone() throws IOException {
        Map<String, String> headers = Map.of("authorization", basic(), "content-type", "application/json");
        assertThat(people.take(call("/requests", "", headers), approve())).isEqualTo(new RequestAnswer(401, ""));
        assertThat(bench.asked()).isEmpty();
    }

    @Test
    void whatIsOverIsAConflictThatSaysWhy() throws IOException {
        bench.decided(INCIDENT, "expire", "");
        assertThat(json(TOKEN, "approve")).isEqualTo(new RequestAnswer(409, "not taken: the proposal has expired"));
        assertThat(json(TOKEN, "hold")).isEqualTo(new RequestAnswer(409, "not taken: no limit is held"));
        assertThat(json(TOKEN, "release")).isEqualTo(new RequestAnswer(409, "not taken: no limit is held"));
        assertThat(bench.asked()).isEmpty();
    }

    /** The approved throttle may be refused again and again, so a person can withdraw the approval. */
    @Test
    void anApprovalThatIsNotCarriedOutYetCanBeWithdrawn() throws IOException {
        bench.decided(INCIDENT, "request", "");
        bench.decided(INCIDENT, "refuse", "");
        RequestAnswer answer = json(TOKEN, "release");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text()).startsWith("taken: withdraw the approval for function checkout (");
        bench.decided(INCIDENT, "given-back", "");
        assertThat(json(TOKEN, "release")).isEqualTo(new RequestAnswer(409, "not taken: no limit is held"));
    }

    @Test
    void whatIsNotUnderstoodSaysWhatIs() {
        assertThat(json(TOKEN, "explode"))
                .isEqualTo(new RequestAnswer(
                        400, "request: approve, decline, throttle, release, hold, accept, attack or protect"));
        assertThat(person("{\"request\":\"protect\",\"incident\":\"" + INCIDENT + "\",\"for\":\"5m\"}"))
                .isEqualTo(new RequestAnswer(400, "for: hours or days, from 1h to 90d, as in 12h or 30d"));
        assertThat(person("{\"request\":\"approve\",\"incident\":\"000000000000\"}")
                        .status())
                .isEqualTo(404);
        assertThat(person("[]").status()).isEqualTo(400);
        assertThat(people.take(call("/requests", "", Map.of()), new byte[People.LARGEST + 1])
                        .status())
                .isEqualTo(413);
    }

    @Test
    void aDoorWithoutKeysIsShut() {
        People shut = new People(
                bench.desk, new People.Keys("", ProxyIdentity.NONE, false, Users.NONE), bench.refusals, () -> silent);
        Map<String, String> empty = Map.of("authorization", "Bearer ", "x-forwarded-user", "alice");
        assertThat(shut.take(call("/requests", "", empty), bytes(""))).isEqualTo(new RequestAnswer(401, ""));
    }

    private static String basic() {
        return "Basic " + Base64.getEncoder().encodeToString(bytes("me:" + TOKEN));
    }

    private boolean reads(Map<String, String> headers) {
        return people.refusedToRead(call("/api/fleet", "", headers)).isEmpty();
    }

    private RequestAnswer json(String token, String request) {
        Map<String, String> headers = Map.of("authorization", "Bearer " + token, "content-type", "application/json");
        String body = "{\"request\":\"" + request + "\",\"incident\":\"" + INCIDENT + "\"}";
        return people.take(call("/requests", "", headers), bytes(body));
    }

    private RequestAnswer person(String body) {
        Map<String, String> headers = Map.of("authorization", "Bearer " + TOKEN, "content-type", "application/json");
        return people.take(call("/requests", "", headers), bytes(body));
    }

    private RequestAnswer proxied(Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("x-forwarded-user", "alice");
        headers.put("content-type", "application/json");
        return people.take(call("/requests", "", headers), approve());
    }

    private static byte[] approve() {
        return bytes("{\"request\":\"approve\",\"incident\":\"" + INCIDENT + "\"}");
    }
}
