package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.door.ActionLink;
import dev.breakwater.engine.control.Request.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests a night on call without a shell: from the page to an approved throttle and its release. */
@Tag("full")
class DoorNightIT extends FloodTrial {

    private static final String TOKEN = "a-token-of-people-who-may";

    private final HttpClient client = HttpClient.newHttpClient();
    private String root;
    private String callbacks;

    @Test
    void fromThePageToAnApprovedThrottleAndItsReleaseEachWordOnce() throws Exception {
        approving();
        await("the proposal", () -> !job.decisions("propose").isEmpty());
        String incident = job.decisions("propose").get(0).path("incident").asText();
        await("the page", () -> page(incident, "").contains("Waits for your approval"));
        assertThat(page(incident, "")).contains("Written ", "Act on it", "<!--act");
        assertThat(page(incident, "?act")).contains("Approve the throttle");
        assertThat(lambda.reserved(FUNCTION)).isEqualTo(FOUND);
        pager.await(p -> p.alerts().stream().anyMatch(a -> a.summary().contains("breakwater approve")), PATIENCE);

        assertThat(ask("approve", incident, "forged").statusCode()).isEqualTo(401);
        assertThat(ask("approve", incident, TOKEN).statusCode()).isEqualTo(202);
        assertThat(ask("approve", incident, TOKEN).statusCode())
                .as("a second click may come before the job has said anything")
                .isIn(202, 409);
        await("the throttle", () -> lambda.reserved(FUNCTION) == LIMIT);
        await("the page to say so", () -> page(incident, "").contains("Held now"));
        assertThat(page(incident, "?act")).contains("Release it now");
        await("the console to show it held", () -> get("/api/fleet").contains("\"state\":\"held\""));
        assertThat(get("/?q=" + FUNCTION)).contains("incidents/" + incident + ".html", ">held<");
        assertThat(get("/leases")).contains("reserved concurrency " + LIMIT, "reserved concurrency " + FOUND);
        await("the job's heartbeat", () -> get("/api/job").contains("\"alive\":true,\"heardAt\":\""));
        assertThat(get("/job")).contains("The job runs");
        assertThat(ask("approve", incident, TOKEN).statusCode()).isEqualTo(409);

        assertThat(ask("release", incident, TOKEN).statusCode()).isEqualTo(202);
        await("what was there before", () -> lambda.reserved(FUNCTION) == FOUND && tags().isEmpty());
        await(
                "the ledger to say so",
                () -> job.ledger("request").stream()
                        .anyMatch(l -> l.path("detail")
                                .asText()
                                .startsWith("release, by the token's bearer, from console: taken")));
        assertThat(ask("release", incident, TOKEN).body()).contains("no limit is held");
        long until = told + 2;
        await("two more minutes of the flood", () -> told >= until);
        assertThat(lambda.reserved(FUNCTION)).as("hands off").isEqualTo(FOUND);
        assertThat(job.decisions("throttle")).hasSize(1);
    }

    @Test
    void whatIsForgedOrReplayedDoesNothingAndWhatIsDoubledIsDoneOnce() throws Exception {
        approving();
        await("the proposal", () -> !job.decisions("propose").isEmpty());
        String incident = job.decisions("propose").get(0).path("incident").asText();
        Instant now = Instant.now();
        for (int twice = 0; twice < 2; twice++) {
            assertThat(ask("approve", incident, "forged").statusCode()).isEqualTo(401);
            assertThat(pager("approve", incident, "01A", now, "forged")).isEqualTo(401);
            assertThat(pager("approve", incident, "01A", now.minusSeconds(1_900), TOKEN))
                    .isEqualTo(401);
            assertThat(slack("approve", incident, now, "forged")).isEqualTo(401);
            assertThat(slack("approve", incident, now.minusSeconds(301), TOKEN)).isEqualTo(401);
        }
        for (String why : List.of("missing or wrong token", "PagerDuty: an old event", "Slack: a wrong signature")) {
            assertThat(job.logged("Request refused: " + why)).as(why).isEqualTo(1);
        }
        for (int twice = 0; twice < 2; twice++) {
            assertThat(pager("approve", incident, "01B", Instant.now(), TOKEN)).isIn(200, 202);
        }
        await("the throttle", () -> !job.decisions("held").isEmpty());
        Instant click = Instant.now();
        for (int twice = 0; twice < 2; twice++) {
            assertThat(slack("release", incident, click, TOKEN)).isIn(200, 202);
            assertThat(ask("release", incident, TOKEN).statusCode()).isIn(202, 409);
        }
        await("what was there before", () -> lambda.reserved(FUNCTION) == FOUND && tags().isEmpty());
        assertThat(ask("release", incident, TOKEN).statusCode()).isEqualTo(409);
        await("the ledger to say so", () -> job.ledger("request").size() > 2);
        List<String> heard = job.ledger("request").stream()
                .map(l -> l.path("detail").asText())
                .toList();
        assertThat(heard)
                .filteredOn(d -> d.startsWith("approve"))
                .containsExactly("approve, by bob (P1), from pagerduty: taken");
        assertThat(heard).filteredOn(d -> d.contains("from slack")).hasSize(1);
        assertThat(heard)
                .filteredOn(d -> d.startsWith("release") && d.endsWith(": taken"))
                .hasSize(1);
        assertThat(job.ledger("held")).hasSize(1);
        assertThat(job.ledger("returned")).hasSize(1);
    }

    private void approving() throws Exception {
        job.configure(proxy.endpoint(), pagerBehind(), "2s", ", hold: 20m, maxHold: 1h, cooldown: 0s");
        Path token = Files.writeString(folder.resolve("token"), TOKEN);
        Path file = folder.resolve("breakwater.yaml");
        Files.writeString(
                file,
                Files.readString(file).replace("mode: enforce", "mode: approve")
                        + "door: { console: { listen: \"127.0.0.1:0\" }, callbacks: { listen: \"127.0.0.1:0\" }, token: \"file:"
                        + token + "\", pagerduty: \"file:" + token
                        + "\", slack: { secret: \"file:" + token
                        + "\", users: [{ id: U024BE7LH, may: [release] }] } }\n");
        told = System.currentTimeMillis() / 60_000 - 4;
        samples.minutes(told - 2 * 1440, told, m -> 3_000, FUNCTION).into(job.landing(), "1-history");
        job.start("--console");
        job.await("history to be in a checkpoint", PATIENCE, () -> job.checkpoints() > 0);
        root = job.saidAfter("Console on ");
        callbacks = job.saidAfter("Callbacks on ");
    }

    private String page(String incident, String query) {
        return get("/incidents/" + incident + ".html" + query);
    }

    private String get(String path) {
        try {
            URI uri = URI.create(root + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> ask(String request, String incident, String token) throws Exception {
        String form = String.join("&", List.of("request=" + request, "incident=" + incident, "token=" + token));
        HttpRequest post = HttpRequest.newBuilder(URI.create(root + "/requests"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return client.send(post, HttpResponse.BodyHandlers.ofString());
    }

    private int pager(String request, String incident, String id, Instant at, String secret) throws Exception {
        String body = "{\"event\":{\"id\":\"" + id + "\",\"occurred_at\":\"" + at
                + "\",\"event_type\":\"incident.custom\",\"agent\":{\"id\":\"P1\",\"type\":\"user_reference\",\"summary\":\"bob\"},\"data\":{\"incident_key\":\"breakwater/"
                + incident + "\"}}}";
        String query = new ActionLink(
                        Kind.of(request).orElseThrow(),
                        ActionLink.ANY,
                        Instant.now().plusSeconds(60))
                .query(TOKEN);
        return deliver("/pagerduty?" + query, body, "X-PagerDuty-Signature", "v1=" + hmac(secret, body));
    }

    private int slack(String request, String incident, Instant at, String secret) throws Exception {
        String payload =
                "{\"user\":{\"id\":\"U024BE7LH\",\"username\":\"bob\"},\"actions\":[{\"action_id\":\"breakwater-"
                        + request + "\",\"value\":\"" + incident + "\"}]}";
        String body = "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
        String time = String.valueOf(at.getEpochSecond());
        String signature = "v0=" + hmac(secret, "v0:" + time + ':' + body);
        return deliver("/slack", body, "X-Slack-Request-Timestamp", time, "X-Slack-Signature", signature);
    }

    private int deliver(String path, String body, String... headers) throws Exception {
        HttpRequest post = HttpRequest.newBuilder(URI.create(callbacks + path))
                .headers(headers)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String hmac(String secret, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
