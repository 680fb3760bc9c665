package dev.breakwater.connectors.receive.content;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lambda's report on one finished call.
 *
 * @param durationMs time in the handler, milliseconds
 * @param billedMs   billed milliseconds, including INIT if AWS bills it; {@link #UNTOLD} on Managed Instances, where
 *                   AWS does not bill each call
 * @param memoryMb   configured memory, MB
 * @param initMs     INIT of a cold start, milliseconds; -1 if the start was warm
 */
record PlatformReport(double durationMs, long billedMs, int memoryMb, double initMs) {
    /** The value of {@link #initMs} for a warm start. */
    static final double WARM = -1;

    /** The value of {@link #billedMs} if the report lacks it. */
    static final long UNTOLD = -1;

    /** The longest call of any kind, 90 minutes plus its INIT, in milliseconds. */
    private static final double LONGEST = 6_000_000;
    /** The limit for memory in MB, which is above the largest memory of any kind of function. */
    private static final double LARGEST = 65_536;

    private static final String TEXT_START = "REPORT RequestId: ";
    private static final Pattern TEXT = Pattern.compile("REPORT RequestId: \\S{1,64}\\s+"
            + "Duration: ([0-9]{1,9}(?:\\.[0-9]{1,6})?) ms\\s+"
            + "Billed Duration: ([0-9]{1,9}) ms\\s+"
            + "Memory Size: ([0-9]{1,6}) MB\\s+"
            + "Max Memory Used: [0-9]{1,6} MB"
            + "(?:\\s+Init Duration: ([0-9]{1,9}(?:\\.[0-9]{1,6})?) ms)?");

    /** Returns whether a log line looks like a report. A line that looks like a report must be a valid report. */
    static boolean claimed(String message) {
        return message.startsWith(TEXT_START) || isOfType("platform.report", message);
    }

    /** Returns whether a log line says that a call has started. */
    static boolean started(String message) {
        return message.startsWith("START RequestId: ") || isOfType("platform.start", message);
    }

    private static boolean isOfType(String type, String message) {
        return message.startsWith("{") && message.contains('"' + type + '"') && type.equals(type(message));
    }

    /** Returns the report, or null if it cannot be read. */
    static PlatformReport parse(String message) {
        PlatformReport report = message.startsWith(TEXT_START) ? ofText(message) : ofJson(message);
        return report != null && report.possible() ? report : null;
    }

    /** Returns whether AWS bills for this call. */
    boolean billed() {
        return billedMs != UNTOLD;
    }

    /**
     * Checks the values. A line with impossible values was written by somebody else who can write into the log, and not
     * by Lambda.
     */
    private boolean possible() {
        return durationMs <= LONGEST && billedMs <= LONGEST && initMs <= LONGEST && memoryMb <= LARGEST;
    }

    private static PlatformReport ofText(String message) {
        Matcher matcher = TEXT.matcher(message);
        if (!matcher.lookingAt()) {
            return null;
        }
        String init = matcher.group(4);
        return new PlatformReport(
                Double.parseDouble(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                init == null ? WARM : Double.parseDouble(init));
    }

    /** Returns the value of {@code type} in the outer object, or null. */
    private static String type(String message) {
        try (JsonParser json = Json.FACTORY.createParser(message)) {
            return find(json, "type") ? json.getValueAsString() : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static PlatformReport ofJson(String message) {
        try (JsonParser json = Json.FACTORY.createParser(message)) {
            return find(json, "record") && find(json, "metrics") ? ofMetrics(json) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Moves into the next or present object, and to the value of one of its keys. */
    private static boolean find(JsonParser json, String wanted) throws IOException {
        JsonToken token = json.currentToken() == null ? json.nextToken() : json.currentToken();
        if (token != JsonToken.START_OBJECT) {
            return false;
        }
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            json.nextToken();
            if (key.equals(wanted)) {
                return true;
            }
            json.skipChildren();
        }
        return false;
    }

    private static PlatformReport ofMetrics(JsonParser json) throws IOException {
        double duration = UNTOLD;
        double billed = UNTOLD;
        double memory = UNTOLD;
        double init = WARM;
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return null;
        }
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (key) {
                case "durationMs" -> duration = number(json, value);
                case "billedDurationMs" -> billed = number(json, value);
                case "memorySizeMB" -> memory = number(json, value);
                case "initDurationMs" -> init = number(json, value);
                default -> json.skipChildren();
            }
        }
        if (billed == UNTOLD && memory == UNTOLD && init == WARM && told(duration)) {
            return new PlatformReport(duration, UNTOLD, 0, WARM);
        }
        boolean good = told(duration) && told(billed) && told(memory) && (init == WARM || told(init));
        return good ? new PlatformReport(duration, (long) Math.ceil(billed), (int) memory, init) : null;
    }

    private static double number(JsonParser json, JsonToken value) throws IOException {
        // a negative number counts as missing, because otherwise it would look like an unreported value
        double read = value.isNumeric() ? json.getDoubleValue() : Double.NaN;
        return read >= 0 ? read : Double.NaN;
    }

    private static boolean told(double value) {
        return value >= 0 && value <= 1e9;
    }
}
