package dev.breakwater.connectors.lambda.ledger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.Reservation;
import java.io.IOException;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/** The JSON form of a ledger's line: one line, ASCII only (so no name can forge a line), texts capped. */
final class EffectJson {

    private static final int TEXT_LIMIT = 512;
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private EffectJson() {}

    /** The line of a note, without its hash. */
    static String write(long seq, String prev, LedgerNote note) throws IOException {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeNumberField("seq", seq);
            out.writeStringField("prev", prev);
            out.writeStringField("at", Instant.ofEpochMilli(note.at()).toString());
            out.writeStringField("chain", note.kind().wire());
            out.writeStringField("detail", capped(note.detail()));
            out.writeEndObject();
        }
        return text.toString();
    }

    /**
     * The line of an effect, without its hash.
     *
     * @param carried whether it repeats what an earlier segment says
     */
    static String write(long seq, String prev, Effect effect, boolean carried) throws IOException {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeNumberField("seq", seq);
            out.writeStringField("prev", prev);
            out.writeStringField("at", Instant.ofEpochMilli(effect.at()).toString());
            out.writeStringField("intent", capped(effect.intent()));
            out.writeStringField("account", capped(effect.account()));
            out.writeStringField("region", capped(effect.region()));
            out.writeStringField("function", capped(effect.function()));
            out.writeStringField("act", act(effect));
            out.writeStringField("outcome", effect.outcome().name());
            out.writeStringField("limit", Reservation.text(effect.limit()));
            out.writeStringField("previous", Reservation.text(effect.previous()));
            if (effect.restored() != Effect.NOT_RESTORED) {
                out.writeStringField("restored", Reservation.text(effect.restored()));
            }
            out.writeStringField("until", time(effect.untilMillis()));
            out.writeStringField("incident", capped(effect.incident()));
            out.writeStringField("detail", capped(effect.detail()));
            if (effect.lever() != LeverKind.RESERVATION) {
                out.writeStringField("lever", effect.lever().wire());
                out.writeStringField("mapping", capped(effect.mapping()));
            }
            if (effect.found() != Effect.NOT_SEEN) {
                out.writeStringField("found", Reservation.text(effect.found()));
            }
            if (effect.book() != null && !effect.book().isEmpty()) {
                out.writeStringField("book", effect.book());
            }
            if (carried) {
                out.writeBooleanField("carried", true);
            }
            out.writeEndObject();
        }
        return text.toString();
    }

    /**
     * @throws IOException when it is no line of a ledger
     */
    static LedgerLine read(String line) throws IOException {
        try {
            JsonNode node = JSON.readTree(line);
            LedgerNote note = node.has("chain") ? note(node) : null;
            Effect effect = note == null ? effect(node) : null;
            boolean carried = node.path("carried").asBoolean();
            return new LedgerLine(node.path("seq").asLong(), text(node, "prev"), carried, effect, note);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException("no line of a ledger: " + e.getMessage(), e);
        }
    }

    private static LedgerNote note(JsonNode node) {
        LedgerNote.Kind kind = LedgerNote.Kind.valueOf(text(node, "chain").toUpperCase(Locale.ROOT));
        return new LedgerNote(kind, Instant.parse(text(node, "at")).toEpochMilli(), text(node, "detail"));
    }

    private static Effect effect(JsonNode node) {
        return new Effect(
                Instant.parse(text(node, "at")).toEpochMilli(),
                text(node, "intent"),
                text(node, "account"),
                text(node, "region"),
                text(node, "function"),
                "throttle".equals(text(node, "act")),
                EffectOutcome.valueOf(text(node, "outcome")),
                Reservation.parse(text(node, "limit")),
                Reservation.parse(text(node, "previous")),
                node.has("restored") ? Reservation.parse(text(node, "restored")) : Effect.NOT_RESTORED,
                millis(text(node, "until")),
                text(node, "incident"),
                text(node, "detail"),
                node.has("lever") ? LeverKind.ofWire(text(node, "lever")) : LeverKind.RESERVATION,
                node.has("lever") ? text(node, "mapping") : "",
                node.has("found") ? Reservation.parse(text(node, "found")) : Effect.NOT_SEEN,
                node.path("book").asText(""));
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value.textValue();
    }

    private static String act(Effect effect) {
        if (effect.outcome() == EffectOutcome.REQUESTED) {
            return "request";
        }
        return effect.throttle() ? "throttle" : "release";
    }

    private static String time(long millis) {
        return millis < 0 || millis == Long.MAX_VALUE
                ? "none"
                : Instant.ofEpochMilli(millis).toString();
    }

    private static long millis(String time) {
        return "none".equals(time) ? -1 : Instant.parse(time).toEpochMilli();
    }

    private static String capped(String text) {
        return text.length() <= TEXT_LIMIT ? text : text.substring(0, TEXT_LIMIT);
    }
}
