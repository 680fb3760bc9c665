package dev.breakwater.config.read;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Turns the bytes of a file into a tree. If that fails, it reports one problem. */
final class Yaml {
    /** The longest file, in bytes. */
    static final int LONGEST = 1 << 20;

    /** The deepest nesting. */
    static final int DEEPEST = 50;

    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(0|[1-9][0-9]*|(?=\\.[0-9]))(\\.[0-9]*)?([eE][+-]?[0-9]+)?");
    private static final ObjectMapper MAPPER = mapper();

    private Yaml() {}

    /** The tree. If it could not be read, nothing is returned and the problem is added. */
    static Optional<ObjectNode> tree(byte[] bytes, Problems problems) {
        if (bytes.length > LONGEST) {
            problems.add(new Problem("file", "more", "is too long", "at most " + LONGEST + " bytes"));
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return tree(text, problems);
        } catch (CharacterCodingException e) {
            problems.add(new Problem("file", "other bytes", "is not UTF-8", "the file in UTF-8"));
            return Optional.empty();
        }
    }

    private static Optional<ObjectNode> tree(String text, Problems problems) {
        try {
            Optional<Problem> refused = refused(text);
            if (refused.isPresent()) {
                problems.add(refused.get());
                return Optional.empty();
            }
            JsonNode tree = MAPPER.readTree(text);
            if (tree == null || !tree.isObject()) {
                problems.add(new Problem("file", "no mapping", "must be a mapping of keys", "apiVersion, source, ..."));
                return Optional.empty();
            }
            return Optional.of((ObjectNode) tree);
        } catch (JsonProcessingException e) {
            problems.add(broken(e));
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    /** YAML features that a configuration does not need and that are easy to misread. */
    private static Optional<Problem> refused(String text) throws IOException {
        try (YAMLParser parser = (YAMLParser) MAPPER.createParser(text)) {
            while (parser.nextToken() != null) {
                String where = where(parser.currentTokenLocation());
                // Jackson reads an alias as the text of its name.
                if (parser.isCurrentAlias()) {
                    return Optional.of(new Problem(where, "an alias", "aliases are not accepted", "the value itself"));
                }
                if (parser.currentToken().isNumeric()
                        && !DECIMAL.matcher(parser.getText()).matches()) {
                    return Optional.of(number(where, parser.getText()));
                }
            }
            return Optional.empty();
        }
    }

    /** 010 would be 8, and .nan passes every comparison. */
    private static Problem number(String where, String found) {
        return new Problem(where, Shown.text(found), "is not a number that can be used", "a decimal number");
    }

    private static Problem broken(JsonProcessingException e) {
        String where = e.getLocation() == null ? "file" : where(e.getLocation());
        if (e instanceof StreamConstraintsException) {
            return new Problem(where, "more", "must not nest deeper than " + DEEPEST, "a flatter file");
        }
        String message = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
        if (message.contains("uplicate")) {
            return new Problem(where, "it twice", "keys must be unique", "each key once");
        }
        return new Problem(where, reason(e), "is not YAML", "a mapping of keys, indented with spaces");
    }

    /** The parser's reason without the quoted lines of the file, which may contain a secret. */
    private static String reason(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException marked && marked.getProblem() != null) {
                return Shown.text(marked.getProblem());
            }
        }
        return "something else";
    }

    private static String where(JsonLocation at) {
        return "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static ObjectMapper mapper() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(LONGEST);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(0);
        YAMLFactory factory = YAMLFactory.builder()
                .loaderOptions(options)
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                .build();
        factory.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        factory.enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS);
        ObjectMapper mapper = new ObjectMapper(factory);
        mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        return mapper;
    }
}
