package dev.breakwater.connectors.receive.content;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.breakwater.connectors.receive.content.Batch.PassedOver;
import dev.breakwater.connectors.receive.content.Batch.RejectReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads messages of a CloudWatch Logs subscription. The reader sums platform reports and starts, skips other log lines,
 * and drops control messages.
 */
final class LogMessages {
    private static final String GROUP = "/aws/lambda/";
    /**
     * The form of a function name. Lambda@Edge replicas log in the region where they run, under the name of the
     * original function.
     */
    private static final Pattern FUNCTION = Pattern.compile("(?:us-east-1\\.)?[A-Za-z0-9_-]{1,64}");

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /**
     * The form of stream names. In a custom log group, the name of the stream contains the function: {@code
     * 2026/11/25/NAME[$LATEST]0123...}.
     */
    private static final Pattern STREAM = Pattern.compile("\\d{4}/\\d{2}/\\d{2}/([A-Za-z0-9_-]{1,64})\\[.*");

    private final Rejects rejects;
    private final ReportMinutes minutes;
    private final Set<String> accounts;
    private final String region;
    private long events;
    private long reports;
    private boolean full;
    private final Map<PassedOver, Long> passedOver = new EnumMap<>(PassedOver.class);

    /**
     * Creates a reader for one delivery.
     *
     * @param accounts the accounts whose log groups are accepted
     * @param region   the region of the stream and its log groups; "" if it is unknown
     */
    LogMessages(Rejects rejects, ReportMinutes minutes, Set<String> accounts, String region) {
        this.accounts = accounts;
        this.rejects = rejects;
        this.minutes = minutes;
        this.region = region;
    }

    /** Returns the number of log events read. */
    long events() {
        return events;
    }

    /** Returns the number of reports counted. */
    long reports() {
        return reports;
    }

    /** Returns the number of log lines of functions for which AWS does not bill each call. */
    Map<PassedOver, Long> passedOver() {
        return passedOver;
    }

    void take(byte[] bytes, int from, int length, long line) throws Refused {
        if (full) {
            // reading stops here, because it would take longer than Firehose waits, and the events could not be stored
            String what = "not read, because the delivery has more events than may be in memory";
            rejects.add(RejectReason.TOO_MANY_EVENTS, what, line, bytes, from, length);
            return;
        }
        Message message = new Message();
        try (JsonParser json = Json.FACTORY.createParser(bytes, from, length)) {
            message.read(json, event -> {});
        } catch (IOException e) {
            rejects.add(RejectReason.BAD_LOG_MESSAGE, "not a log message", line, bytes, from, length);
            return;
        }
        events += message.events;
        if (message.type.equals("CONTROL_MESSAGE")) {
            return;
        }
        if (!message.type.equals("DATA_MESSAGE")) {
            rejects.add(RejectReason.BAD_LOG_MESSAGE, "messageType " + message.type, line, bytes, from, length);
            return;
        }
        PassedOver kind = PassedOver.ofGroup(message.group);
        if (kind != null) {
            passedOver.merge(kind, message.events, Long::sum);
            return;
        }
        if (message.claims == 0) {
            return;
        }
        String function = function(message);
        if (function == null
                || region.isEmpty()
                || !ACCOUNT.matcher(message.owner).matches()) {
            String what = "account, region or function is not clear from log group " + message.group;
            rejects.add(RejectReason.BAD_LOG_MESSAGE, what, line, bytes, from, length);
            return;
        }
        if (!accounts.contains(message.owner)) {
            String what = "the key is not valid for the account of this log group";
            rejects.add(RejectReason.WRONG_ACCOUNT, what, line, bytes, from, length);
            return;
        }
        // the message is read again, event by event, because a whole message may not fit into memory
        try (JsonParser json = Json.FACTORY.createParser(bytes, from, length)) {
            new Message().read(json, event -> add(message, function, event, line));
        } catch (IOException e) {
            throw new IllegalStateException("data that could be read once can be read again", e);
        }
    }

    private void add(Message message, String function, Event event, long line) throws Refused {
        byte[] text = event.message.getBytes(StandardCharsets.UTF_8);
        PlatformReport report = event.start ? null : PlatformReport.parse(event.message);
        if (!event.start && (report == null || event.timestamp <= 0 || event.id.isEmpty())) {
            rejects.add(
                    RejectReason.BAD_REPORT, "a report of " + function + " cannot be read", line, text, 0, text.length);
        } else if (event.timestamp <= 0) {
            return;
        } else if (report != null && !report.billed()) {
            passedOver.merge(PassedOver.MANAGED_INSTANCE, 1L, Long::sum);
        } else if (!minutes.room()) {
            full = true;
            String what = "the delivery has more events than may be in memory";
            rejects.add(RejectReason.TOO_MANY_EVENTS, what, line, text, 0, text.length);
        } else if (minutes.first(message.owner, message.group, event.id)) {
            reports += event.start ? 0 : 1;
            if (event.start) minutes.start(message.owner, region, function, event.timestamp);
            else minutes.add(message.owner, region, function, event.timestamp, report);
        }
    }

    private static String function(Message message) {
        if (message.group.startsWith(GROUP)) {
            String name = message.group.substring(GROUP.length());
            return FUNCTION.matcher(name).matches() ? name : null;
        }
        Matcher stream = STREAM.matcher(message.stream);
        return stream.matches() ? stream.group(1) : null;
    }

    private record Event(String id, long timestamp, String message, boolean start) {}

    /** Reads the events that look like reports or starts. */
    private interface Claims {
        void take(Event event) throws Refused;
    }

    /** The needed parts of one message, whose keys may be in any order. */
    private static final class Message {
        private String type = "";
        private String owner = "";
        private String group = "";
        private String stream = "";
        private long events;
        private long claims;

        void read(JsonParser json, Claims to) throws IOException, Refused {
            json.nextToken();
            for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                json.nextToken();
                switch (key) {
                    case "messageType" -> type = text(json);
                    case "owner" -> owner = text(json);
                    case "logGroup" -> group = text(json);
                    case "logStream" -> stream = text(json);
                    case "logEvents" -> readEvents(json, to);
                    default -> json.skipChildren();
                }
            }
        }

        private void readEvents(JsonParser json, Claims to) throws IOException, Refused {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                json.skipChildren();
                return;
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                events++;
                readEvent(json, to);
            }
        }

        private void readEvent(JsonParser json, Claims to) throws IOException, Refused {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                return;
            }
            String id = "";
            long timestamp = 0;
            String text = "";
            for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                json.nextToken();
                switch (key) {
                    case "id" -> id = text(json);
                    case "timestamp" -> timestamp = number(json);
                    case "message" -> text = text(json);
                    default -> json.skipChildren();
                }
            }
            boolean start = PlatformReport.started(text);
            if (start || PlatformReport.claimed(text)) {
                claims++;
                to.take(new Event(id, timestamp, text, start));
            }
        }

        private static String text(JsonParser json) throws IOException {
            boolean text = json.currentToken() == JsonToken.VALUE_STRING;
            json.skipChildren();
            return text ? json.getText() : "";
        }

        private static long number(JsonParser json) throws IOException {
            boolean whole = json.currentToken() == JsonToken.VALUE_NUMBER_INT;
            json.skipChildren();
            return whole ? json.getLongValue() : 0;
        }
    }
}
