package dev.breakwater.connectors.testkit.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** The part of Flink's REST interface that tests need. Every call that fails throws {@link UncheckedIOException}. */
public final class FlinkRest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CALL = Duration.ofSeconds(60);
    private static final String BOUNDARY = "breakwater-jar-boundary";

    private final URI base;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    FlinkRest(URI base) {
        this.base = base;
    }

    /** Returns the address of the REST interface and the web UI. */
    public URI address() {
        return base;
    }

    /** Returns the answer to GET {@code path}, for example {@code /overview}. */
    public JsonNode get(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).GET());
    }

    /** Uploads and runs a job. Returns the job's id once the job is submitted. */
    public String submit(JobJar job) {
        return submit(job, "");
    }

    /** Does the same, but continues {@code from} a savepoint or a retained checkpoint if its path is not empty. */
    public String submit(JobJar job, String from) {
        String uploaded = upload(job.jar()).path("filename").asText();
        String jarId = uploaded.substring(uploaded.lastIndexOf('/') + 1);
        ObjectNode body = JSON.createObjectNode();
        body.put("entryClass", job.mainClass()).put("parallelism", job.parallelism());
        if (!from.isEmpty()) body.put("savepointPath", from);
        job.arguments().forEach(body.putArray("programArgsList")::add);
        return post("/jars/" + jarId + "/run", body).path("jobid").asText();
    }

    /** Returns the only job's id. */
    public String job() {
        return get("/jobs").path("jobs").path(0).path("id").asText();
    }

    /** Writes a savepoint into a folder while the job continues. Returns its path. */
    public String savepoint(String job, URI folder) {
        ObjectNode body = JSON.createObjectNode().put("target-directory", folder.toString());
        String trigger =
                post("/jobs/" + job + "/savepoints", body).path("request-id").asText();
        long deadline = System.nanoTime() + CALL.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode answer = get("/jobs/" + job + "/savepoints/" + trigger);
            if (answer.path("status").path("id").asText().equals("COMPLETED")) {
                String location = answer.path("operation").path("location").asText();
                if (location.isEmpty()) throw new IllegalStateException("no savepoint: " + answer);
                return location;
            }
            LockSupport.parkNanos(100_000_000);
        }
        throw new IllegalStateException("no savepoint within " + CALL);
    }

    private JsonNode post(String path, ObjectNode body) {
        return send(HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /** Returns the state of a job, for example RUNNING, RESTARTING, FINISHED or FAILED. */
    public String status(String job) {
        return get("/jobs/" + job).path("state").asText();
    }

    /**
     * Returns the names of the TaskManagers that run subtasks of the vertices whose name contains {@code vertexName}.
     */
    public Set<String> taskManagersOf(String job, String vertexName) {
        Set<String> names = new TreeSet<>();
        for (JsonNode vertex : get("/jobs/" + job).path("vertices")) {
            if (vertex.path("name").asText().contains(vertexName)) {
                String path = "/jobs/" + job + "/vertices/" + vertex.path("id").asText();
                get(path).path("subtasks").forEach(subtask -> names.add(runsOn(subtask)));
            }
        }
        names.remove("");
        return names;
    }

    /** Returns whether the job and each of its subtasks is RUNNING. */
    public boolean allRunning(String job) {
        JsonNode details = get("/jobs/" + job);
        if (!details.path("state").asText().equals("RUNNING")) {
            return false;
        }
        for (JsonNode vertex : details.path("vertices")) {
            if (vertex.path("tasks").path("RUNNING").asInt()
                    != vertex.path("parallelism").asInt(-1)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the number of completed checkpoints of a job since it was submitted. */
    public long checkpoints(String job) {
        return get("/jobs/" + job + "/checkpoints")
                .path("counts")
                .path("completed")
                .asLong();
    }

    /** Asks Flink to cancel the job. Use the method {@link #status} to wait for the job's end. */
    public void cancel(String job) {
        send(HttpRequest.newBuilder(base.resolve("/jobs/" + job + "?mode=cancel"))
                .method("PATCH", BodyPublishers.noBody()));
    }

    private static String runsOn(JsonNode subtask) {
        return subtask.path("status").asText().equals("RUNNING")
                ? subtask.path("taskmanager-id").asText()
                : "";
    }

    private JsonNode upload(Path jar) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                + jar.getFileName() + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n";
        try {
            body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
            Files.copy(jar, body);
            body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar, e);
        }
        return send(HttpRequest.newBuilder(base.resolve("/jars/upload"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private JsonNode send(HttpRequest.Builder request) {
        HttpRequest built = request.timeout(CALL).build();
        try {
            var response = http.send(built, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IOException(built.method() + " " + built.uri() + " answered " + response.statusCode() + ": "
                        + response.body());
            }
            return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    /**
     * A job to submit.
     *
     * @param jar         the job's jar, without Flink
     * @param mainClass   the class whose {@code main} builds and executes the job
     * @param parallelism default parallelism, at least 1
     * @param arguments   program arguments
     */
    public record JobJar(Path jar, String mainClass, int parallelism, List<String> arguments) {
        public JobJar {
            arguments = List.copyOf(arguments);
        }
    }
}
