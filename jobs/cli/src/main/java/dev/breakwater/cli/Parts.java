package dev.breakwater.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Updates a CycloneDX list of components, so that it matches a folder of jars. The command removes components that
 * Maven resolved but that are not in the folder, and adds the components inside each jar. A component inside a jar is
 * found by its {@code pom.properties} or by a NOTICE, because Flink's jars have no other data about their components.
 */
public record Parts(ObjectNode bom, Path folder) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern POM = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");
    private static final Pattern NOTICE = Pattern.compile("META-INF/[^/]*NOTICE[^/]*");
    /**
     * The form in which Maven's shade plugin and Flink write components, such as {@code - org.example:part:1.0},
     * sometimes with the type in between.
     */
    private static final Pattern NAMED =
            Pattern.compile("(?m)^\\s*[-*]\\s*([\\w.-]+):([\\w.-]+):(?:jar:)?(\\d[\\w.+-]*)");

    /** A component, identified by its coordinates. */
    private record Part(String group, String name, String version) implements Comparable<Part> {

        String purl() {
            return "pkg:maven/" + group + '/' + name + '@' + version;
        }

        @Override
        public int compareTo(Part other) {
            return purl().compareTo(other.purl());
        }
    }

    /** @param args the list of components, which is rewritten, and the folder that contains all jars at any depth */
    public static void main(String[] args) throws IOException {
        Path list = Path.of(args[0]);
        ObjectNode bom = (ObjectNode) JSON.readTree(list.toFile());
        bom.set("components", new Parts(bom, Path.of(args[1])).components());
        JSON.writerWithDefaultPrettyPrinter().writeValue(list.toFile(), bom);
    }

    private ArrayNode components() throws IOException {
        Map<String, ObjectNode> byFile = new HashMap<>();
        bom.path("components").forEach(c -> byFile.put(file((ObjectNode) c), (ObjectNode) c));
        String version = bom.at("/metadata/component/version").asText();
        ArrayNode shipped = JSON.createArrayNode();
        for (Path jar : jars()) {
            String name = jar.getFileName().toString();
            ObjectNode component = byFile.get(name);
            // Breakwater's own jars, whose names need no version
            if (component == null && name.startsWith("breakwater-")) {
                component = component(new Part("dev.breakwater", name.replaceAll("\\.jar$", ""), version));
            }
            if (component == null) throw new IllegalStateException(jar + " is not a dependency that Maven knows");
            add(component, inside(jar));
            shipped.add(component);
        }
        return shipped;
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static String file(ObjectNode component) {
        return component.path("name").asText() + '-' + component.path("version").asText() + ".jar";
    }

    private static void add(ObjectNode component, TreeSet<Part> parts) {
        parts.removeIf(part -> part.name().equals(component.path("name").asText())
                && part.group().equals(component.path("group").asText()));
        if (parts.isEmpty()) return;
        ArrayNode inside = component.putArray("components");
        parts.forEach(part -> inside.add(component(part)));
    }

    private static ObjectNode component(Part part) {
        return JSON.createObjectNode()
                .put("type", "library")
                .put("group", part.group())
                .put("name", part.name())
                .put("version", part.version())
                .put("purl", part.purl());
    }

    private static TreeSet<Part> inside(Path jar) throws IOException {
        TreeSet<Part> parts = new TreeSet<>();
        try (InputStream bytes = Files.newInputStream(jar)) {
            read(bytes, parts);
        }
        return parts;
    }

    private static void read(InputStream jar, TreeSet<Part> into) throws IOException {
        ZipInputStream zip = new ZipInputStream(jar);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            String name = entry.getName();
            if (name.endsWith(".jar")) {
                read(new ByteArrayInputStream(zip.readAllBytes()), into);
            } else if (POM.matcher(name).matches()) {
                Properties pom = new Properties();
                pom.load(new ByteArrayInputStream(zip.readAllBytes()));
                into.add(new Part(
                        pom.getProperty("groupId"), pom.getProperty("artifactId"), pom.getProperty("version")));
            } else if (NOTICE.matcher(name).matches()) {
                Matcher named = NAMED.matcher(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
                while (named.find()) into.add(new Part(named.group(1), named.group(2), named.group(3)));
            }
        }
    }
}
