package dev.breakwater.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/**
 * The services of {@code compose.yaml} as processes in the file systems of their images, as an engine would run them: as
 * the image's user, the root read only, volumes and {@code /tmp} beside it. They share this machine's network.
 */
final class Composition implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int USER = 9999;
    /** ROOT USER:GROUP FOLDER FROM:TO[:ro]... -- COMMAND..., in a mount namespace of its own. */
    private static final String INSIDE = """
            set -e
            root=$1 user=$2 folder=$3
            shift 3
            mount --bind "$root" "$root"
            while [[ $1 != -- ]]; do
              IFS=: read -r from to mode <<<"$1"
              mkdir -p "$(dirname "$root$to")"
              if [[ -d $from ]]; then mkdir -p "$root$to"; else touch "$root$to"; fi
              mount --bind "$from" "$root$to"
              if [[ $mode == ro ]]; then mount -o remount,bind,ro "$root$to"; fi
              shift
            done
            mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
            mount --rbind /dev "$root/dev"
            mount --rbind /proc "$root/proc"
            mount -o remount,bind,ro "$root"
            exec chroot --userspec="$user" "$root" env -i -C "$folder" "${@:2}"
            """;

    private final Map<String, Image> images = new HashMap<>();
    private final Map<String, Process> running = new TreeMap<>();
    private final Path folder;
    private final Map<String, String> more;
    private final JsonNode services;

    /** @param config the configuration in the image: User, WorkingDir, Env, Entrypoint */
    private record Image(Path root, JsonNode config) {}

    /**
     * @param images lines of {@code .ci/images}
     * @param folder holds {@code compose.yaml} and what it mounts; volumes and logs are made in it
     * @param more   variables that each service gets beside its own
     */
    Composition(List<String> images, Path folder, Map<String, String> more) throws IOException {
        for (String line : images) {
            String[] part = line.split(" ", 3);
            this.images.put(
                    part[0], new Image(Path.of(part[1]), JSON.readTree(part[2]).at("/OCIv1/config")));
        }
        this.folder = folder;
        this.more = more;
        Object merged = new Yaml().load(Files.readString(folder.resolve("compose.yaml")));
        services = JSON.<JsonNode>valueToTree(merged).path("services");
    }

    Path root(String image) {
        return images.get(image).root();
    }

    /** The named volume, the user's own. */
    Path volume(String name) throws IOException {
        Path volume = folder.resolve("volume-" + name);
        if (Files.notExists(volume)) {
            Files.createDirectory(volume);
            Files.setAttribute(volume, "unix:uid", USER);
            Files.setAttribute(volume, "unix:gid", USER);
        }
        return volume;
    }

    void start(String... names) throws IOException {
        for (String name : names) {
            JsonNode service = services.path(name);
            running.put(
                    name, process(name, service, words(service.path("entrypoint")), words(service.path("command"))));
        }
    }

    long pid(String service) {
        return running.get(service).pid();
    }

    boolean alive() {
        return running.values().stream().allMatch(Process::isAlive);
    }

    /** SIGKILL. */
    void kill(String... names) {
        for (String name : names) end(running.remove(name));
    }

    /** A command beside a service, with its mounts and variables: its exit code and what it said. */
    String inside(String service, String... command) throws IOException, InterruptedException {
        Process process = process("command", services.path(service), List.of(command), List.of());
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            end(process);
            throw new IllegalStateException(String.join(" ", command) + " did not end\n" + log("command"));
        }
        return process.exitValue() + " " + log("command");
    }

    String log(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }

    /** The end of each service's log. */
    String logs() {
        StringBuilder all = new StringBuilder();
        try {
            for (String name : running.keySet()) {
                String log = log(name);
                all.append("--- ").append(name).append('\n').append(log.substring(Math.max(0, log.length() - 3_000)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }

    private Process process(String name, JsonNode service, List<String> entrypoint, List<String> command)
            throws IOException {
        Image image = images.get(service.path("image").asText());
        JsonNode own = image.config();
        List<String> all = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
        all.addAll(List.of(
                "bash",
                "-c",
                INSIDE,
                "inside",
                image.root().toString(),
                own.path("User").asText()));
        all.add(own.path("WorkingDir").asText("/"));
        // an engine gives these two
        all.addAll(List.of("/etc/hosts:/etc/hosts:ro", "/etc/resolv.conf:/etc/resolv.conf:ro"));
        for (JsonNode volume : service.path("volumes")) all.add(mount(volume.asText()));
        all.add("--");
        all.addAll(words(own.path("Env")));
        service.path("environment")
                .properties()
                .forEach(e -> all.add(e.getKey() + '=' + e.getValue().asText()));
        more.forEach((key, value) -> all.add(key + '=' + value));
        all.addAll(entrypoint.isEmpty() ? words(own.path("Entrypoint")) : entrypoint);
        all.addAll(command);
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private String mount(String volume) throws IOException {
        if (volume.startsWith("./")) return folder.resolve(volume.substring(2)).toString();
        String name = volume.substring(0, volume.indexOf(':'));
        return volume(name) + volume.substring(name.length());
    }

    private static List<String> words(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void end(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    @Override
    public void close() {
        running.values().forEach(Composition::end);
        running.clear();
    }

    /** Returns the lines of standard output. The error output goes to this process's error output. */
    static List<String> output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (process.waitFor() != 0) throw new IllegalStateException(String.join(" ", command) + " failed: " + lines);
        return lines;
    }
}
