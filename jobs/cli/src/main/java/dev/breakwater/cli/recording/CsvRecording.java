package dev.breakwater.cli.recording;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.breakwater.cli.Refusal;
import dev.breakwater.config.prices.PriceSheet;
import dev.breakwater.config.read.Problems.Problem;
import dev.breakwater.config.read.Texts;
import dev.breakwater.connectors.aws.AwsNames;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.report.Wording;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a table of calls as a recording. The table has one row for each function and minute with calls. The first row
 * names the columns, in any order.
 */
public final class CsvRecording {

    private static final int ROWS_AT_MOST = 3_000_000;
    private static final int PROBLEMS_SHOWN = 50;
    private static final int ALIKE_SHOWN = 3;
    private static final String HEADER = "the first line";
    private static final String SEPARATORS =
            "commas in every row, as in minute,function,calls,milliseconds, and points in decimals, as in 2.5";
    private static final String DURATIONS =
            "milliseconds is the average of a call, and totalMilliseconds is the sum of the minute";
    /** Durations that follow the number of calls this closely are sums. Averages hardly follow it. */
    private static final double SUM_CORRELATION = .9;

    private static final int ROWS_TO_CORRELATE = 100;
    private static final String ARCHITECTURE = "x86_64";
    private static final int MINUTE_MILLIS = 60_000;
    private static final int CALL_MILLIS_AT_MOST = 900_000;
    private static final Instant EARLIEST = Instant.parse("2015-01-01T00:00:00Z");
    private static final CsvFactory FORMAT = CsvFactory.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();

    private final Path file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Integer> alike = new HashMap<>();
    private List<Column> columns;
    private long wrong;

    /** The columns. The first four columns are required, but the total duration may replace the average one. */
    enum Column {
        MINUTE("a minute in UTC like 2026-08-05T14:20Z"),
        FUNCTION("a function's name"),
        CALLS("the calls of the minute, a whole number from 0"),
        MILLISECONDS("the average duration of a call in milliseconds, 0 to 900000"),
        CONCURRENCY("the largest number of calls at the same time, a whole number from 1"),
        ERRORS("the calls that failed, a whole number from 0"),
        THROTTLES("the calls that were refused, a whole number from 0"),
        MEMORYMB("the function's memory in MB, 128 to 10240"),
        ACCOUNT("an account, 12 digits"),
        REGION("a region like eu-west-1"),
        TOTALMILLISECONDS("the duration of all calls of the minute in milliseconds");

        final String remedy;

        Column(String remedy) {
            this.remedy = remedy;
        }

        boolean required() {
            return ordinal() <= MILLISECONDS.ordinal();
        }

        @Override
        public String toString() {
            return switch (this) {
                case MEMORYMB -> "memoryMb";
                case TOTALMILLISECONDS -> "totalMilliseconds";
                default -> name().toLowerCase(Locale.ROOT);
            };
        }
    }

    /** A field of the file, with its line and column. */
    private record Field(String text, long line, int column) {}

    private record Row(
            long minute,
            Scope scope,
            double calls,
            double millis,
            double peak,
            double errors,
            double throttles,
            int memoryMb,
            int line) {}

    /**
     * The recording.
     *
     * @param samples the samples as Metric Streams JSON, in order of time
     * @param fleet the functions whose memory is known, by {@code account|region|function}
     * @param assumed the assumptions about values that are missing, as text for people
     */
    public record Written(Path samples, Map<String, FunctionFacts> fleet, String assumed) {}

    private CsvRecording(Path file) {
        this.file = file;
    }

    /**
     * Writes the table's samples into a folder.
     *
     * @param account the account of rows without an account
     * @param region the region of rows without a region
     * @param prices the price table. The assumptions name the regions that it lacks
     * @throws Refusal if the table has mistakes; the message gives the line and column of each mistake
     */
    public static Written write(Path file, Path folder, String account, String region, PriceSheet prices)
            throws IOException {
        CsvRecording table = new CsvRecording(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            table.read(in, account, region);
        }
        table.sort();
        if (table.wrong > 0) throw table.refusal();
        Path samples = folder.resolve("samples.jsonl.gz");
        try (StreamFile out = new StreamFile(samples)) {
            for (Row row : table.rows) write(row, out);
        }
        return new Written(samples, table.fleet(), table.assumed(account, region, prices));
    }

    private Refusal refusal() {
        String more = wrong > problems.size() ? "\n  and " + (wrong - problems.size()) + " more like these" : "";
        return Refusal.error(problems.stream()
                .map(Problem::toString)
                .collect(Collectors.joining("\n  ", file + " has " + wrong + " problem(s):\n  ", more)));
    }

    private void read(InputStream in, String account, String region) throws IOException {
        try (CsvParser parser = FORMAT.createParser(in)) {
            List<Field> row = new ArrayList<>();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    JsonLocation at = parser.currentTokenLocation();
                    row.add(new Field(parser.getText(), at.getLineNr(), at.getColumnNr()));
                } else if (token == JsonToken.END_ARRAY && !row.isEmpty()) {
                    if (columns == null) header(row);
                    else row(row, account, region);
                    if (wrong > 0 && columns.isEmpty()) return;
                    if (rows.size() > ROWS_AT_MOST) {
                        throw Refusal.error(file + ": more than " + ROWS_AT_MOST + " rows. Split it by time");
                    }
                    row.clear();
                }
            }
            if (columns == null) problem(new Field("nothing", 1, 1), "the file", "is empty", names());
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            Field here = new Field("something else", at.getLineNr(), at.getColumnNr());
            problem(here, "the row", "is not CSV", "fields with commas between them, and quotes in pairs");
        }
    }

    private static String names() {
        return "a first line like minute,function,calls,milliseconds; " + DURATIONS;
    }

    /** Reads the first line. The list stays empty if the columns cannot be used. */
    private void header(List<Field> names) {
        columns = new ArrayList<>();
        List<Field> unknown = new ArrayList<>();
        for (Field name : names) {
            Column known = Stream.of(Column.values())
                    .filter(c -> c.toString().equalsIgnoreCase(name.text()))
                    .findFirst()
                    .orElse(null);
            if (known == null) unknown.add(name);
            else if (columns.contains(known)) problem(name, HEADER, "has this column twice", "it once");
            columns.add(known);
        }
        // every column would be unknown or missing, for this one reason
        int separator = names.get(0).text().replace('\t', ';').indexOf(';');
        if (separator >= 0) {
            Field found =
                    new Field(names.get(0).text().charAt(separator) == ';' ? "semicolons" : "tabs", 1, separator + 1);
            problem(found, HEADER, "has other separators than commas", SEPARATORS);
            columns = List.of();
            return;
        }
        if (!unknown.isEmpty()) {
            Field first = unknown.get(0);
            String found = unknown.stream().map(Field::text).collect(Collectors.joining(", "));
            String all = Stream.of(Column.values()).map(Column::toString).collect(Collectors.joining(", "));
            problem(
                    new Field(found, first.line(), first.column()),
                    HEADER,
                    unknown.size() == 1 ? "unknown column" : "unknown columns",
                    "only " + all + ", with commas between them; " + DURATIONS);
        }
        List<Column> missing = Stream.of(Column.values())
                .filter(c -> c.required() && !columns.contains(c))
                .filter(c -> c != Column.MILLISECONDS || !columns.contains(Column.TOTALMILLISECONDS))
                .toList();
        // an unknown column is usually a missing one under another name, so it counts once
        for (Column c : missing.subList(Math.min(unknown.size(), missing.size()), missing.size())) {
            problem(new Field("no " + c, 1, 1), HEADER, "lacks a column", names());
        }
        if (wrong > 0) columns = List.of();
    }

    private void row(List<Field> fields, String account, String region) {
        if (fields.size() != columns.size()) {
            Field first = fields.get(0);
            Field here = new Field(fields.size() + " fields", first.line(), first.column());
            problem(
                    here,
                    "the row",
                    "does not fit the first line",
                    columns.size() + " fields, because the first line has that many");
            return;
        }
        long before = wrong;
        Map<Column, Field> row = new EnumMap<>(Column.class);
        for (int i = 0; i < fields.size(); i++) row.put(columns.get(i), fields.get(i));
        double calls = number(row, Column.CALLS, 0, 1_000_000_000, true, 0);
        // wrong calls do not also make the duration wrong
        double longest = wrong == before ? CALL_MILLIS_AT_MOST * calls : Double.MAX_VALUE;
        Row read = new Row(
                minute(row.get(Column.MINUTE)),
                Scope.function(
                        text(row, Column.ACCOUNT, "\\d{12}", account),
                        region(row, region),
                        text(row, Column.FUNCTION, "[A-Za-z0-9_-]{1,64}", "")),
                calls,
                row.containsKey(Column.MILLISECONDS)
                        ? number(row, Column.MILLISECONDS, 0, CALL_MILLIS_AT_MOST, false, 0)
                        : number(row, Column.TOTALMILLISECONDS, 0, longest, false, 0) / Math.max(1, calls),
                number(row, Column.CONCURRENCY, 1, 1_000_000, true, 0),
                number(row, Column.ERRORS, 0, 1_000_000_000, true, 0),
                number(row, Column.THROTTLES, 0, 1_000_000_000, true, 0),
                (int) number(row, Column.MEMORYMB, 128, 10_240, true, 0),
                (int) fields.get(0).line());
        if (wrong == before) rows.add(read);
    }

    /** Sorts the rows by time. A second row for the same function and minute is reported as a problem. */
    private void sort() {
        rows.sort(Comparator.comparingLong(Row::minute)
                .thenComparing(r -> r.scope().key())
                .thenComparing(r -> r.scope().account())
                .thenComparing(r -> r.scope().region()));
        for (int i = 1; i < rows.size(); i++) {
            Row is = rows.get(i);
            Row was = rows.get(i - 1);
            if (is.minute() != was.minute() || !is.scope().equals(was.scope())) continue;
            Field here = new Field(is.scope().key() + " again", is.line(), 1);
            problem(here, "the row", "has the same function and minute as line " + was.line(), "one row for both");
        }
    }

    private long minute(Field field) {
        String iso = field.text().replace(' ', 'T');
        try {
            boolean zoned = iso.matches(".*(Z|[+-]\\d\\d(:?\\d\\d)?)");
            Instant at = OffsetDateTime.parse(zoned ? iso : iso + "Z").toInstant();
            if (at.isAfter(EARLIEST) && at.isBefore(Instant.now())) return at.getEpochSecond() / 60;
            problem(field, "minute", "is before 2015 or in the future", Column.MINUTE.remedy);
        } catch (DateTimeException e) {
            problem(field, "minute", "is not a time", Column.MINUTE.remedy);
        }
        return 0;
    }

    private String text(Map<Column, Field> row, Column column, String pattern, String absent) {
        Field field = row.get(column);
        if (field == null || field.text().isEmpty() && !column.required()) return absent;
        if (!field.text().matches(pattern)) problem(field, column.toString(), "is not allowed", column.remedy);
        return texts.computeIfAbsent(field.text(), t -> t);
    }

    private String region(Map<Column, Field> row, String absent) {
        String region = text(row, Column.REGION, ".*", absent);
        if (!AwsNames.isRegion(region)) {
            problem(row.get(Column.REGION), "region", "is not a region", Column.REGION.remedy);
        }
        return region;
    }

    private double number(
            Map<Column, Field> row, Column column, double least, double most, boolean whole, double absent) {
        Field field = row.get(column);
        if (field == null || field.text().isEmpty() && !column.required()) return absent;
        try {
            // Java's own parser would also accept a text such as 12d
            if (!field.text().matches("[-+0-9.eE]+")) throw new NumberFormatException();
            double number = Double.parseDouble(field.text());
            if (column == Column.MILLISECONDS && number > most) {
                problem(
                        field,
                        column.toString(),
                        "is longer than a call can run",
                        column.remedy + ". Call the column " + Column.TOTALMILLISECONDS + " if it has the sum");
            } else if (!(number >= least && number <= most) || whole && number != Math.rint(number)) {
                problem(field, column.toString(), "is not a number that can be used", column.remedy);
            }
            return number;
        } catch (NumberFormatException e) {
            problem(field, column.toString(), "is not a number", column.remedy);
            return absent;
        }
    }

    private void problem(Field at, String what, String rule, String remedy) {
        wrong++;
        boolean many = alike.merge(what + rule, 1, Integer::sum) > ALIKE_SHOWN && !what.equals(HEADER);
        if (many || problems.size() == PROBLEMS_SHOWN) return;
        problems.add(new Problem((int) at.line(), at.column(), what, Texts.shown(at.text()), rule, remedy));
    }

    private Map<String, FunctionFacts> fleet() {
        Map<String, FunctionFacts> fleet = new HashMap<>();
        for (Row row : rows) {
            if (row.memoryMb() == 0) continue;
            fleet.put(
                    row.scope().functionId(),
                    new FunctionFacts(
                            row.scope().account(),
                            row.scope().region(),
                            row.scope().key(),
                            row.memoryMb(),
                            ARCHITECTURE,
                            CALL_MILLIS_AT_MOST / 1000,
                            ReservationFacts.of(-1),
                            -1,
                            Map.of(),
                            TriggerFacts.UNKNOWN,
                            Capacity.NONE));
        }
        return fleet;
    }

    private String assumed(String account, String region, PriceSheet prices) {
        List<String> assumed = new ArrayList<>();
        if (!columns.contains(Column.CONCURRENCY)) {
            assumed.add("concurrency is calls x milliseconds / 60000, rounded up");
        }
        if (!columns.contains(Column.ERRORS)) assumed.add("no call failed");
        if (!columns.contains(Column.THROTTLES)) assumed.add("no call was refused");
        if (!columns.contains(Column.ACCOUNT)) assumed.add("the account is " + account);
        if (!columns.contains(Column.REGION)) {
            assumed.add("the region is " + region + " (to change it: --region, or a column region)");
        }
        rows.stream()
                .map(row -> row.scope().region())
                .distinct()
                .filter(own -> !prices.regions().containsKey(own))
                .forEach(own -> assumed.add(prices.sourceOf(own)));
        assumed.add("functions run on " + ARCHITECTURE + " unless --functions names another architecture");
        List<String> sums = columns.contains(Column.MILLISECONDS) ? sums() : List.of();
        if (!sums.isEmpty()) {
            assumed.add("milliseconds is the average of a call. For " + Wording.count(sums.size(), "function")
                    + ", such as " + sums.get(0)
                    + ", it rises with the calls like a sum. If it is one, every cost here is too high: call the column "
                    + Column.TOTALMILLISECONDS);
        }
        return String.join("; ", assumed);
    }

    /** Returns the functions whose durations rise with the number of calls, as only sums do. */
    private List<String> sums() {
        Map<String, List<Row>> functions =
                rows.stream().collect(Collectors.groupingBy(row -> row.scope().id()));
        return functions.values().stream()
                .filter(own -> own.size() >= ROWS_TO_CORRELATE && correlation(own) > SUM_CORRELATION)
                .map(own -> own.get(0).scope().key())
                .sorted()
                .toList();
    }

    /** Returns Pearson's correlation of calls and durations, or NaN if one of them never changes. */
    private static double correlation(List<Row> rows) {
        double calls = rows.stream().mapToDouble(Row::calls).average().orElse(0);
        double millis = rows.stream().mapToDouble(Row::millis).average().orElse(0);
        double both = 0;
        double ofCalls = 0;
        double ofMillis = 0;
        for (Row row : rows) {
            both += (row.calls() - calls) * (row.millis() - millis);
            ofCalls += (row.calls() - calls) * (row.calls() - calls);
            ofMillis += (row.millis() - millis) * (row.millis() - millis);
        }
        return both / Math.sqrt(ofCalls * ofMillis);
    }

    /**
     * Writes samples as CloudWatch would. It writes no samples if there were no calls, and only Throttles if every call
     * was refused.
     */
    private static void write(Row r, StreamFile out) throws IOException {
        if (r.calls() > 0) {
            double peak = r.peak() > 0 ? r.peak() : Math.max(1, Math.ceil(r.calls() * r.millis() / MINUTE_MILLIS));
            sample(r, MetricRole.CALLS, r.calls(), r.calls(), 1, out);
            sample(r, MetricRole.ERRORS, r.calls(), r.errors(), Math.min(1, r.errors()), out);
            sample(r, MetricRole.MILLISECONDS, r.calls(), r.calls() * r.millis(), r.millis(), out);
            sample(r, MetricRole.CONCURRENCY, 1, peak, peak, out);
        }
        double asked = r.calls() + r.throttles();
        if (asked > 0) sample(r, MetricRole.REFUSALS, asked, r.throttles(), Math.min(1, r.throttles()), out);
    }

    private static void sample(Row r, MetricRole metric, double count, double sum, double max, StreamFile out)
            throws IOException {
        out.write(new Datapoint(
                r.scope().account(), r.scope().region(), r.scope().key(), metric, r.minute(), count, sum, max));
    }
}
