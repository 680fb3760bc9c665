package dev.breakwater.config.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.config.model.Key;
import dev.breakwater.config.secret.SecretRef;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values. A wrong value becomes a problem and gives no value. */
public final class Values {
    static final String TIME = "a time in UTC like 2026-11-27T00:00:00Z";
    private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

    private static final Pattern EXACT = Pattern.compile("\\d{1,9}[smhd]");
    private static final Pattern LOOSE =
            Pattern.compile("(\\d{1,9})\\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)");

    /** The absolute folder of the file, from which relative paths start. */
    private final Path base;

    Values(Path base) {
        this.base = base;
    }

    /** Returns the value of a key as its component's type. */
    Optional<?> read(Section section, String key, JsonNode value, Class<?> type, Key about) {
        if (type == double.class) return number(section, key, value, about);
        if (type == int.class) return count(section, key, value, about);
        if (type == boolean.class) return flag(section, key, value);
        if (type == Duration.class) return duration(section, key, value, about);
        if (type == Instant.class) return instant(section, key, value);
        if (type == SecretRef.class) return reference(section, key, value);
        return text(section, key, value, about).map(text -> type.isEnum() ? constant(type, text) : text);
    }

    private static Object constant(Class<?> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(c -> c.toString().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<Double> number(Section section, String key, JsonNode value, Key about) {
        Bounds bounds = Bounds.of(about.bounds());
        List<String> words = List.of(about.words());
        if (words.contains(value.asText())) return Optional.of(Double.NaN);
        String remedy = "a number from " + about.bounds() + or(words);
        if (!value.isNumber()) {
            return refuse(section, key, value, "must be a number", remedy);
        }
        if (!bounds.has(value.asDouble())) {
            return refuse(
                    section, key, value, value.asDouble() < 0 ? "must not be negative" : "is out of bounds", remedy);
        }
        if (about.positive() && value.asDouble() == 0) {
            return refuse(section, key, value, "must be above 0", above0(bounds));
        }
        return Optional.of(value.asDouble());
    }

    private static String or(List<String> words) {
        return words.isEmpty() ? "" : ", or " + String.join(", ", words);
    }

    static String above0(Bounds bounds) {
        return "a number above 0 and at most " + Bounds.plain(bounds.highest());
    }

    private static Optional<Integer> count(Section section, String key, JsonNode value, Key about) {
        List<String> words = List.of(about.words());
        if (words.contains(value.asText())) return Optional.of(0);
        if (value.isIntegralNumber() && Bounds.of(about.bounds()).has(value.asDouble())) {
            return Optional.of(value.asInt());
        }
        String rule = value.isIntegralNumber() ? "is out of bounds" : "must be a whole number";
        return refuse(section, key, value, rule, "a whole number from " + about.bounds() + or(words));
    }

    private static Optional<Boolean> flag(Section section, String key, JsonNode value) {
        if (value.isBoolean() || List.of("on", "off").contains(value.asText())) {
            return Optional.of(value.asBoolean() || value.asText().equals("on"));
        }
        return refuse(section, key, value, "must be a switch", "on or off");
    }

    private static Optional<Duration> duration(Section section, String key, JsonNode value, Key about) {
        Optional<Duration> parsed = parseDuration(value.asText());
        if (parsed.isEmpty()) {
            return refuse(section, key, value, "is not a duration", durationRemedy(value.asText()));
        }
        List<Duration> ends = Arrays.stream(about.bounds().split(" to "))
                .map(end -> parseDuration(end).orElseThrow())
                .toList();
        boolean fits = parsed.get().compareTo(ends.get(0)) >= 0 && parsed.get().compareTo(ends.get(1)) <= 0;
        return fits ? parsed : refuse(section, key, value, "is out of bounds", "a duration from " + about.bounds());
    }

    private static Optional<Instant> instant(Section section, String key, JsonNode value) {
        try {
            Instant instant = Instant.parse(value.asText());
            // much later times would overflow milliseconds since 1970
            if (!instant.isBefore(Instant.EPOCH) && instant.isBefore(YEAR_10000)) return Optional.of(instant);
        } catch (DateTimeException e) {
            // the time is reported below like any other wrong time
        }
        return refuse(section, key, value, "is not a time from 1970 to 9999", TIME);
    }

    /** Reads a reference to a secret. Any other text may be the secret itself and is never shown. */
    private Optional<SecretRef> reference(Section section, String key, JsonNode value) {
        Optional<SecretRef> reference = SecretRef.parse(value.asText())
                .flatMap(ref -> ref.scheme() == SecretRef.Scheme.FILE
                        ? absolute(ref.id()).map(path -> new SecretRef(ref.scheme(), path, ""))
                        : Optional.of(ref));
        if (reference.isEmpty()) {
            String remedy = "a reference: env:NAME, file:PATH or aws-secret:ID[#KEY]";
            section.problem(key, Texts.hidden(value.asText()), "must be a reference to the secret", remedy);
        }
        return reference;
    }

    private Optional<String> text(Section section, String key, JsonNode value, Key about) {
        if (about.words().length > 0) return word(section, key, value, List.of(about.words()));
        Optional<String> unfit = Texts.unfit(about.form(), value.asText());
        return switch (about.form()) {
            case LOCAL -> local(section, key, value);
            case PLACE -> Texts.isS3(value.asText()) ? Optional.of(value.asText()) : local(section, key, value);
            case ENDPOINT, LINK ->
                unfit.isEmpty()
                        ? Optional.of(value.asText())
                        : refuse(section, key, value, unfit.get(), about.form().remedy);
            default -> {
                if (!value.isTextual()) section.noText(key, value);
                else unfit.ifPresent(rule -> refuse(section, key, value, rule, about.form().remedy));
                yield value.isTextual() && unfit.isEmpty() ? Optional.of(value.asText()) : Optional.empty();
            }
        };
    }

    private static Optional<String> word(Section section, String key, JsonNode value, List<String> words) {
        if (words.contains(value.asText())) return Optional.of(value.asText());
        return refuse(section, key, value, "is not one of the allowed words", "one of " + String.join(", ", words));
    }

    private Optional<String> local(Section section, String key, JsonNode value) {
        String remedy = "a local path like ./var/" + key;
        if (!value.isTextual()) {
            section.noText(key, value);
            return Optional.empty();
        }
        if (!Texts.isLocal(value.asText())) {
            return refuse(section, key, value, "is not a usable path", remedy);
        }
        Optional<String> absolute = absolute(value.asText());
        return absolute.isPresent() ? absolute : refuse(section, key, value, "is not a path", remedy);
    }

    /** Returns the absolute path, or nothing if the system cannot have such a path. */
    private Optional<String> absolute(String written) {
        try {
            return Optional.of(base.resolve(written).normalize().toString());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static <T> Optional<T> refuse(Section section, String key, JsonNode value, String rule, String remedy) {
        section.problem(key, Texts.shownValue(value), rule, remedy);
        return Optional.empty();
    }

    /**
     * The range of accepted numbers, both ends included.
     *
     * @param text the bounds in the form that people see, like {@code 0 to 100}
     */
    public record Bounds(String text, double lowest, double highest) {

        /** Returns the bounds in a text like {@code 0 to 100}. An empty text allows all numbers. */
        public static Bounds of(String text) {
            if (text.isEmpty()) return new Bounds(text, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
            String[] ends = text.split(" to ");
            return new Bounds(text, Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
        }

        boolean has(double value) {
            return value >= lowest && value <= highest; // written so that it also refuses NaN
        }

        /** Returns the number as text without an exponent. */
        public static String plain(double value) {
            return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        }
    }

    /** Returns the duration, if the text is a duration. */
    public static Optional<Duration> parseDuration(String text) {
        if (!EXACT.matcher(text).matches()) return Optional.empty();
        return Optional.of(Duration.parse((text.endsWith("d") ? "P" : "PT") + text));
    }

    /** Returns the hint for a text that is almost a duration, such as {@code 90 minutes} or {@code PT90M}. */
    static String durationRemedy(String text) {
        Matcher loose = LOOSE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (loose.matches()) {
            return loose.group(1) + loose.group(2).charAt(0);
        }
        try {
            Duration iso = Duration.parse(text);
            if (!iso.isNegative() && iso.toNanosPart() == 0) {
                return durationText(iso);
            }
        } catch (DateTimeException e) {
            // the text is not ISO 8601 either, so the general hint applies
        }
        return "a number with its unit, like 90s, 15m, 4h or 14d";
    }

    /** Returns the duration in the largest unit that needs no fraction. */
    public static String durationText(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3600 + "h";
    }
}
