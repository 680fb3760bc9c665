package dev.breakwater.cli.door;

import dev.breakwater.cli.door.People.Refusals;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.http.Service.HttpCall;
import dev.breakwater.connectors.testkit.SetClock;
import dev.breakwater.engine.control.Request;
import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.file.RequestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The folder of a job that proposes a throttle, and a clock that tests set. */
final class DoorBench {

    static final Instant NOW = Instant.parse("2026-08-05T14:30:00Z");
    static final String INCIDENT = "1a2b3c4d5e6f";
    static final String OTHER = "2b3c4d5e6f1a";

    final Path folder;
    final RequestDesk desk;
    final Refusals refusals;
    final SetClock clock = new SetClock(NOW);

    DoorBench(Path folder) throws IOException {
        this.folder = folder;
        Path file = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: . }\n");
        Settings settings = ConfigLoader.load(file).value();
        desk = new RequestDesk(settings, clock);
        refusals = new Refusals(clock);
        for (String incident : List.of(INCIDENT, OTHER)) {
            decided(incident, "open", "");
            decided(incident, "propose", ",\"limit\":12,\"until\":\"2026-08-05T15:00:00Z\"");
        }
    }

    void decided(String incident, String type, String more) throws IOException {
        String function = incident.equals(INCIDENT) ? "checkout" : "cart";
        String line = "{\"at\":\"2026-08-05T14:23:00Z\",\"scope\":\"function\",\"function\":\"" + function
                + "\",\"group\":null,"
                + "\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"type\":\"" + type
                + "\",\"incident\":\""
                + incident + "\"" + more + "}\n";
        Files.writeString(
                folder.resolve("decisions.jsonl"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    List<Request> asked() throws IOException {
        return RequestFiles.all(folder.resolve("requests")).stream()
                .map(RequestFiles.Read::request)
                .toList();
    }

    /** Sends a POST from this machine. */
    static HttpCall call(String path, String query, Map<String, String> headers) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        return new HttpCall("POST", path, query, all, "127.0.0.1", true);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
