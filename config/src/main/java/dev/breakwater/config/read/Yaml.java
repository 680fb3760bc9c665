package dev.breakwater.config.read;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.breakwater.config.read.Problems.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Turns the bytes of a file into a tree. If the bytes are not valid, the class reports one problem. */
final class Yaml {
    /** The longest accepted file, in bytes. */
    static final int LONGEST = 1 << 20;

    /** The deepest accepted nesting. */
    static final int DEEPEST = 50;

    /** The parser's message, with the key. */
    private static final Pattern DUPLICATE = Pattern.compile("Duplicate (?:field|Object property) [\"'](.*?)[\"']");

    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(0|[1-9][0-9]*|(?=\\.[0-9]))(\\.[0-9]*)?([eE][+-]?[0-9]+)?");
    /** Without quotes, a pattern like {@code *} is an alias. */
    private static final String QUOTED = "the value itself, in quotes if it begins with *";

    /** The parser's words are about its grammar. These say what people wrote. */
    private static final List<Mistake> MISTAKES = List.of(
            new Mistake("TAB", "a tab", "spaces, because YAML allows no tabs before a key", false),
            new Mistake(
                    "expected <block end>",
                    "a line that begins further left or right than those beside it",
                    "keys of one mapping below each other, indented with equally many spaces",
                    false),
            new Mistake(
                    "mapping values are not allowed",
                    "a colon after a value",
                    "one key a line, below the key before it, and a text with a colon in quotes",
                    false),
            new Mistake("could not find expected ':'", "a line without a colon", "a key, a colon and a space", true),
            new Mistake("expected ',' or '}'", "{ without }", "the } that ends it, and commas between keys", true),
            new Mistake("expected ',' or ']'", "[ without ]", "the ] that ends it, and commas between values", true));

    private static final String NOT_YAML = "is not YAML";
    private static final String MAPPING = "a mapping of keys, indented with spaces";
    private static final ObjectMapper MAPPER = mapper();

    private Yaml() {}

    /**
     * A common mistake.
     *
     * @param reason a part of the parser's reason
     * @param found the mistake, as people see it
     * @param remedy the text to write instead
     * @param atStart whether the mistake is where the key or bracket begins. The parser notices it later
     */
    private record Mistake(String reason, String found, String remedy, boolean atStart) {}

    /** Returns the tree. If the text is not valid YAML, adds the problem and returns nothing. */
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
            problems.add(broken(e, text));
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    /** Reports YAML features that a configuration does not need and that people easily misread. */
    private static Optional<Problem> refused(String text) throws IOException {
        try (YAMLParser parser = (YAMLParser) MAPPER.createParser(text)) {
            while (parser.nextToken() != null) {
                JsonLocation where = parser.currentTokenLocation();
                // Jackson reads an alias as the text of its name.
                if (parser.isCurrentAlias()) {
                    return Optional.of(problem(where, "an alias", "aliases are not accepted", QUOTED));
                }
                if (parser.currentToken().isNumeric()
                        && !DECIMAL.matcher(parser.getText()).matches()) {
                    return Optional.of(number(where, parser.getText()));
                }
            }
            return Optional.empty();
        }
    }

    /** YAML would read 010 as 8, and .nan would pass every comparison. */
    private static Problem number(JsonLocation where, String found) {
        return problem(where, Texts.shown(found), "is not a number that can be used", "a decimal number");
    }

    private static Problem broken(JsonProcessingException e, String text) {
        if (e instanceof StreamConstraintsException) {
            return problem(e.getLocation(), "more", "must not nest deeper than " + DEEPEST, "a flatter file");
        }
        String message = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
        Matcher twice = DUPLICATE.matcher(message);
        if (twice.find()) {
            JsonLocation first = e.getProcessor() instanceof JsonParser parser
                    ? places(text.getBytes(StandardCharsets.UTF_8)).get(path(parser.getParsingContext()))
                    : null;
            String again = first == null ? " twice" : " again after line " + first.getLineNr();
            return problem(
                    e.getLocation(), Texts.shown(twice.group(1)) + again, "keys must be unique", "each key once");
        }
        MarkedYAMLException marked = null;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException m && m.getProblem() != null) marked = m;
        }
        return marked == null
                ? problem(e.getLocation(), "something else", NOT_YAML, MAPPING)
                : broken(marked, e.getLocation());
    }

    /** Gives the parser's reason without its quotes from the file, because a quote may contain a secret. */
    private static Problem broken(MarkedYAMLException e, JsonLocation otherwise) {
        JsonLocation where = location(e.getProblemMark(), otherwise);
        if ("while scanning an alias".equals(e.getContext())) {
            return problem(where, "* without quotes", NOT_YAML, QUOTED);
        }
        String reason = e.getProblem();
        return MISTAKES.stream()
                .filter(m -> reason.contains(m.reason))
                .findFirst()
                .map(m -> problem(m.atStart ? location(e.getContextMark(), where) : where, m.found, NOT_YAML, m.remedy))
                .orElseGet(() -> problem(where, Texts.shown(reason.replaceFirst("^found ", "")), NOT_YAML, MAPPING));
    }

    private static JsonLocation location(Mark mark, JsonLocation otherwise) {
        return mark == null ? otherwise : new JsonLocation(null, -1, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Problem problem(JsonLocation where, String value, String rule, String remedy) {
        Problem problem = new Problem(Problem.FILE, value, rule, remedy);
        return where == null ? problem : problem.at(where);
    }

    /**
     * Returns the problems in order of their lines, with the line and column of each key. If the file lacks a key, the
     * problem has the line and column of the nearest enclosing section.
     */
    static List<Problem> located(byte[] bytes, List<Problem> problems) {
        if (problems.isEmpty()) return problems;
        Map<String, JsonLocation> places = places(bytes);
        return problems.stream()
                .map(p -> located(p, places))
                .sorted(Comparator.comparingInt(Problem::line))
                .toList();
    }

    private static Problem located(Problem problem, Map<String, JsonLocation> places) {
        if (problem.line() > 0) return problem;
        String path = problem.path();
        while (!places.containsKey(path)) {
            int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
            if (end < 0) return problem;
            path = path.substring(0, end);
        }
        return problem.at(places.get(path));
    }

    /** Finds where each key and each list entry begins. */
    private static Map<String, JsonLocation> places(byte[] bytes) {
        Map<String, JsonLocation> places = new HashMap<>();
        try (JsonParser parser = MAPPER.createParser(bytes)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken().isStructEnd()) continue;
                JsonStreamContext at = parser.getParsingContext();
                JsonStreamContext named = parser.currentToken().isStructStart() ? at.getParent() : at;
                if (named != null) places.putIfAbsent(path(named), parser.currentTokenLocation());
            }
        } catch (IOException e) {
            // the file is broken from here, but the keys before this point have a line and a column
        }
        return places;
    }

    /** Returns the path of the current key or entry, in the form of {@link Section#at}. */
    private static String path(JsonStreamContext at) {
        String around = at.getParent() == null ? "" : path(at.getParent());
        if (at.inArray()) return around + "[" + at.getCurrentIndex() + "]";
        if (!at.inObject() || at.getCurrentName() == null) return around;
        return (around.isEmpty() ? "" : around + ".") + Texts.shown(at.getCurrentName());
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
