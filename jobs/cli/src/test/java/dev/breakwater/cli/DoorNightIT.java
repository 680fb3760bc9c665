package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.console.ConsoleCommand;
import dev.breakwater.cli.console.ConsoleServer;
import dev.breakwater.config.ConfigLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A night on call without a shell: from the page to a throttle that was agreed to, and to its release. */
@Tag("full")
class DoorNightIT extends FloodTrial {

    private static final String TOKEN = "a-token-of-people-who-may";

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void fromThePageToAnApprovedThrottleAndItsReleaseEachWordOnce() throws Exception {
        approving();
        try (ConsoleServer door = ConsoleCommand.start(
                ConfigLoader.load(folder.resolve("breakwater.yaml")).value(), Map.of())) {
            await("the proposal", () -> !job.decisions("propose").isEmpty());
            String incident = job.decisions("propose").get(0).path("incident").asText();
            await("the page", () -> page(door, incident, "").contains("Asks for your word"));
            assertThat(page(door, incident, "")).contains("Written ", "Act on it", "<!--act");
            assertThat(page(door, incident, "?act")).contains("Approve the throttle");
            assertThat(lambda.reserved(FUNCTION)).isEqualTo(FOUND);
            pager.await(p -> p.alerts().stream().anyMatch(a -> a.summary().contains("breakwater approve")), PATIENCE);

            assertThat(ask(door, "approve", incident, "forged").statusCode()).isEqualTo(401);
            assertThat(ask(door, "approve", incident, TOKEN).statusCode()).isEqualTo(202);
            assertThat(ask(door, "approve", incident, TOKEN).statusCode())
                    .as("a second click may come before the job has said anything")
                    .isIn(202, 409);
            await("the throttle", () -> lambda.reserved(FUNCTION) == LIMIT);
            await("the page to say so", () -> page(door, incident, "").contains("Held now"));
            assertThat(page(door, incident, "?act")).contains("Release it now");
            await("the console to show it held", () -> get(door, "/api/fleet").contains("\"state\":\"held\""));
            assertThat(get(door, "/?q=" + FUNCTION)).contains("incidents/" + incident + ".html", ">held<");
            assertThat(get(door, "/leases")).contains("reserved concurrency " + LIMIT, "reserved concurrency " + FOUND);
            await("the job's heartbeat", () -> get(door, "/api/job").contains("\"alive\":true,\"heardAt\":\""));
            assertThat(get(door, "/job")).contains("The job runs");
            assertThat(ask(door, "approve", incident, TOKEN).statusCode()).isEqualTo(409);

            assertThat(ask(door, "release", incident, TOKEN).statusCode()).isEqualTo(202);
            await("what was there before", () -> lambda.reserved(FUNCTION) == FOUND && tags().isEmpty());
            await(
                    "the ledger to say so",
                    () -> job.ledger("REQUESTED").stream()
                            .anyMatch(l -> l.path("detail")
                                    .asText()
                                    .startsWith("release, by the token's bearer, from console: taken")));
            assertThat(ask(door, "release", incident, TOKEN).body()).contains("nothing is held on it");
            long until = told + 2;
            await("two more minutes of the flood", () -> told >= until);
            assertThat(lambda.reserved(FUNCTION)).as("hands off").isEqualTo(FOUND);
            assertThat(job.decisions("throttle")).hasSize(1);
        }
    }

    private void approving() throws Exception {
        job.configure(proxy.endpoint(), pagerBehind(), "2s", ", hold: 20m, maxHold: 1h, cooldown: 0s");
        Path token = Files.writeString(folder.resolve("token"), TOKEN);
        Path file = folder.resolve("breakwater.yaml");
        Files.writeString(
                file,
                Files.readString(file).replace("mode: enforce", "mode: approve")
                        + "door: { listen: \"127.0.0.1:0\", token: \"file:" + token + "\" }\n");
        told = System.currentTimeMillis() / 60_000 - 4;
        samples.minutes(told - 2 * 1440, told, m -> 3_000, FUNCTION).into(job.landing(), "1-history");
        job.start();
        job.await("history to be in a checkpoint", PATIENCE, () -> job.checkpoints() > 0);
    }

    private String page(ConsoleServer door, String incident, String query) {
        return get(door, "/incidents/" + incident + ".html" + query);
    }

    private String get(ConsoleServer door, String path) {
        try {
            URI uri = URI.create(root(door) + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> ask(ConsoleServer door, String request, String incident, String token)
            throws Exception {
        String form = String.join("&", List.of("request=" + request, "incident=" + incident, "token=" + token));
        HttpRequest post = HttpRequest.newBuilder(URI.create(root(door) + "/requests"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return client.send(post, HttpResponse.BodyHandlers.ofString());
    }

    private static String root(ConsoleServer door) {
        return "http://127.0.0.1:" + door.address().getPort();
    }
}
