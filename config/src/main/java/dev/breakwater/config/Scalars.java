package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads single values of a section; what is wrong becomes a problem and reads as the default. */
final class Scalars {
    private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

    private final Section section;

    Scalars(Section section) {
        this.section = section;
    }

    String text(String key, String initial) {
        return section.read(key, initial, value -> text(key, value));
    }

    /** A text that must fit a pattern as a whole. */
    String text(String key, String initial, Pattern pattern, String remedy) {
        return section.read(key, initial, value -> matching(key, value, pattern, remedy));
    }

    /** A text that must be there and fit a pattern; empty when it does not. */
    String required(String key, Pattern pattern, String remedy) {
        if (!section.has(key)) {
            section.missing(key, remedy);
        }
        return text(key, "", pattern, remedy);
    }

    Optional<String> matching(String key, JsonNode value, Pattern pattern, String remedy) {
        return text(key, value).filter(text -> {
            boolean fits = pattern.matcher(text).matches();
            if (!fits) {
                section.problem(key, Shown.text(text), "is not accepted", remedy);
            }
            return fits;
        });
    }

    Optional<String> text(String key, JsonNode value) {
        if (value.isTextual()) {
            return Optional.of(value.asText());
        }
        String remedy = value.isValueNode() ? "the same in quotes" : "one text";
        section.problem(key, Shown.value(value), "must be a text", remedy);
        return Optional.empty();
    }

    double number(String key, double initial, Range range) {
        return section.read(key, initial, value -> number(key, value, range));
    }

    private Optional<Double> number(String key, JsonNode value, Range range) {
        if (!value.isNumber()) {
            section.problem(key, Shown.value(value), "must be a number", "a number " + range);
            return Optional.empty();
        }
        if (!range.has(value.asDouble())) {
            String rule = value.asDouble() < 0 ? "must not be negative" : "is out of bounds";
            section.problem(key, Shown.value(value), rule, "a number " + range);
            return Optional.empty();
        }
        return Optional.of(value.asDouble());
    }

    int count(String key, int initial, Range range) {
        return section.read(key, initial, value -> {
            if (value.isIntegralNumber() && range.has(value.asDouble())) {
                return Optional.of(value.asInt());
            }
            String rule = value.isIntegralNumber() ? "is out of bounds" : "must be a whole number";
            section.problem(key, Shown.value(value), rule, "a whole number " + range);
            return Optional.empty();
        });
    }

    /** {@code true}, {@code false}, {@code on} or {@code off}. */
    boolean flag(String key, boolean initial) {
        return section.read(key, initial, value -> {
            if (value.isBoolean() || List.of("on", "off").contains(value.asText())) {
                return Optional.of(value.asBoolean() || value.asText().equals("on"));
            }
            section.problem(key, Shown.value(value), "must be a switch", "on or off");
            return Optional.empty();
        });
    }

    <E extends Enum<E>> E choice(String key, E initial) {
        List<E> all = Arrays.asList(initial.getDeclaringClass().getEnumConstants());
        return section.read(key, initial, value -> {
            Optional<E> chosen =
                    all.stream().filter(e -> word(e).equals(value.asText())).findFirst();
            if (chosen.isEmpty()) {
                String words = String.join(", ", all.stream().map(Scalars::word).toList());
                section.problem(key, Shown.value(value), "is not one of the allowed words", "one of " + words);
            }
            return chosen;
        });
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A duration from the shortest to the longest, both included. */
    Duration duration(String key, String initial, String shortest, String longest) {
        return section.read(key, Durations.parse(initial).orElseThrow(), value -> {
            Optional<Duration> parsed = Durations.parse(value.asText());
            if (parsed.isEmpty()) {
                section.problem(key, Shown.value(value), "is not a duration", Durations.remedy(value.asText()));
                return parsed;
            }
            return parsed.filter(duration -> {
                boolean fits = duration.compareTo(Durations.parse(shortest).orElseThrow()) >= 0
                        && duration.compareTo(Durations.parse(longest).orElseThrow()) <= 0;
                if (!fits) {
                    String remedy = "a duration from " + shortest + " to " + longest;
                    section.problem(key, Shown.value(value), "is out of bounds", remedy);
                }
                return fits;
            });
        });
    }

    /** An instant that must be there; the epoch when it is not or is wrong. */
    Instant instant(String key) {
        String remedy = "a time in UTC like 2026-11-27T00:00:00Z";
        if (!section.has(key)) {
            section.missing(key, remedy);
        }
        return section.read(key, Instant.EPOCH, value -> {
            Optional<Instant> instant = parsed(value.asText());
            if (instant.isEmpty()) {
                section.problem(key, Shown.value(value), "is not a time from 1970 to 9999", remedy);
            }
            return instant;
        });
    }

    private static Optional<Instant> parsed(String text) {
        try {
            // far beyond, milliseconds since 1970 overflow
            return Optional.of(Instant.parse(text)).filter(i -> !i.isBefore(Instant.EPOCH) && i.isBefore(YEAR_10000));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
