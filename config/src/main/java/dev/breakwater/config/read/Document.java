package dev.breakwater.config.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.config.read.Problems.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A YAML file in one version of a format.
 *
 * @param what the kind of file, like {@code the configuration}
 * @param version the required {@code apiVersion}
 * @param type the record that receives the file's values
 */
public record Document<T extends Record>(String what, String version, Class<T> type) {

    /** Reads the bytes. {@code change} is applied to the tree before it is checked. */
    public Loaded<T> load(byte[] bytes, Binder binder, Consumer<ObjectNode> change) {
        Problems problems = new Problems();
        Optional<ObjectNode> tree = Yaml.tree(bytes, problems);
        T value = tree.map(node -> {
                    change.accept(node);
                    Section root = new Section(node, problems);
                    root.version(version);
                    return binder.bind(type, root);
                })
                .orElse(null);
        return new Loaded<>(what, Yaml.located(bytes, problems.all()), value);
    }

    /** Returns the problems, with the line and column of each key in the file. */
    public static List<Problem> located(byte[] bytes, List<Problem> problems) {
        return Yaml.located(bytes, problems);
    }

    /**
     * Returns the bytes of a file. If the file is too long, the method reads only a little more than the longest
     * accepted size.
     *
     * @throws Unreadable if the file cannot be read
     */
    public static byte[] bytes(Path file) {
        if (Files.isDirectory(file)) {
            throw new Unreadable(file, "is a folder, not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Yaml.LONGEST + 1);
        } catch (NoSuchFileException e) {
            throw new Unreadable(file, "there is no such file");
        } catch (AccessDeniedException e) {
            throw new Unreadable(file, "reading it is not permitted");
        } catch (IOException e) {
            throw new Unreadable(file, "cannot be read: " + e.getMessage());
        }
    }

    /** Returns whether a file of this name comes with the program. */
    public static boolean isShipped(String name) {
        return Document.class.getResource(resource(name)) != null;
    }

    /** Returns the bytes of a file that comes with the program. */
    public static byte[] shipped(String name) {
        try (InputStream in = Document.class.getResourceAsStream(resource(name))) {
            if (in == null) {
                throw new IllegalStateException("the program was built without its resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the resource " + name + " cannot be read", e);
        }
    }

    private static String resource(String name) {
        return "/dev/breakwater/config/" + name;
    }

    /**
     * Thrown if a file cannot be read: the file is missing, is a folder, or access is not permitted. The message is one
     * line with the path.
     */
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(Path file, String why) {
            super((file + ": " + why).replaceAll("\\p{Cntrl}", "?"));
        }
    }

    /**
     * The result of loading a file: its values, or all its errors.
     *
     * @param what the kind of file, like {@code the configuration}
     * @param problems all problems, section by section; empty when the file is valid
     * @param found the values, which may be used only if the file is valid
     */
    public record Loaded<T>(String what, List<Problem> problems, T found) {

        /**
         * Returns the values.
         *
         * @throws IllegalStateException if there are problems
         */
        public T value() {
            if (problems.isEmpty()) return found;
            throw new IllegalStateException(what + " has " + problems.size() + " problem(s)");
        }
    }
}
