package dev.breakwater.exposure.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.FunctionExposure.Risk;
import dev.breakwater.exposure.entry.Invokers.Invoker;
import dev.breakwater.exposure.iam.KnownService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests every row of the tables in {@code docs/exposure.md}. */
class ExposureTableTest {

    private static final Path PAGE = Path.of("../../docs/exposure.md");
    private static final String ACTION = "'Action':'lambda:InvokeFunction'";
    private static final String HERE = ",'Resource':'" + JudgedPolicy.ARN + "'}";

    /** The cells of a row. */
    private record Row(List<String> cells) {

        String cell(int index) {
            return cells.get(index);
        }

        @Override
        public String toString() {
            return String.join(" | ", cells);
        }
    }

    @ParameterizedTest
    @MethodSource
    void principals(Row row) {
        String allow = "{'Effect':'Allow','Principal':" + row.cell(0) + "," + ACTION + HERE;
        assertThat(risk(JudgedPolicy.of(allow))).isEqualTo(row.cell(1));
    }

    static Stream<Row> principals() throws IOException {
        return rows("principals");
    }

    @ParameterizedTest
    @MethodSource
    void conditionsOfAnAllow(Row row) {
        String condition = ",'Condition':{" + row.cell(0) + "}";
        String everybody = "{'Effect':'Allow','Principal':'*'," + ACTION + condition + HERE;
        String service = "{'Effect':'Allow','Principal':{'Service':'s3.amazonaws.com'}," + ACTION + condition + HERE;
        assertThat(risk(JudgedPolicy.of(everybody))).as("everybody").isEqualTo(row.cell(1));
        assertThat(risk(JudgedPolicy.of(service))).as("a service").isEqualTo(row.cell(2));
    }

    static Stream<Row> conditionsOfAnAllow() throws IOException {
        return rows("allow");
    }

    @ParameterizedTest
    @MethodSource
    void conditionsOfADeny(Row row) {
        String allow = "{'Effect':'Allow','Principal':'*'," + ACTION + HERE;
        String deny =
                "{'Effect':'Deny','Principal':'*'," + ACTION + ",'Resource':'*','Condition':{" + row.cell(0) + "}}";
        assertThat(risk(JudgedPolicy.of(allow))).isEqualTo("public");
        assertThat(risk(JudgedPolicy.of(allow, deny))).isEqualTo(row.cell(1));
    }

    static Stream<Row> conditionsOfADeny() throws IOException {
        return rows("deny");
    }

    @ParameterizedTest
    @MethodSource
    void functionUrls(Row row) {
        List<String> statements = new ArrayList<>();
        for (String allowed : row.cell(1).split(", ")) {
            String action = "'Action':'lambda:" + allowed.replace(" by URL", "") + "'";
            String byUrl =
                    allowed.endsWith(" by URL") ? ",'Condition':{'Bool':{'lambda:InvokedViaFunctionUrl':'true'}}" : "";
            switch (allowed) {
                case "nothing" -> {}
                case "Deny" -> statements.add(denied("*"));
                case "Deny InvokeFunction", "Deny InvokeFunctionUrl" ->
                    statements.add(denied(allowed.substring("Deny ".length())));
                default -> statements.add("{'Effect':'Allow','Principal':'*'," + action + byUrl + HERE);
            }
        }
        String type = row.cell(0).equals("no URL") ? "" : row.cell(0);
        FunctionExposure judged = JudgedPolicy.withUrl(type, statements.toArray(String[]::new));
        assertThat(risk(judged)).isEqualTo(row.cell(2));
        assertThat(judged.invokers().stream().map(Invoker::text).toList().toString())
                .contains(row.cell(3));
    }

    static Stream<Row> functionUrls() throws IOException {
        return rows("urls");
    }

    private static String denied(String action) {
        return "{'Effect':'Deny','Principal':'*','Action':'lambda:" + action + "','Resource':'*'}";
    }

    @ParameterizedTest
    @MethodSource
    void services(Row row) {
        String condition = ",'Condition':{'StringEquals':{'aws:SourceAccount':'111122223333'}}";
        FunctionExposure judged = JudgedPolicy.of(
                "{'Effect':'Allow','Principal':{'Service':'" + row.cell(0) + "'}," + ACTION + condition + HERE);
        assertThat(risk(judged)).isEqualTo(row.cell(1));
        if (judged.risk() == Risk.UNKNOWN)
            assertThat(judged.invokers().get(0).text()).contains(row.cell(0));
    }

    static Stream<Row> services() throws IOException {
        return rows("services");
    }

    /** After a change, rewrite the table with {@code -Dbreakwater.write=true}. */
    @Test
    void theReasonsForAWiderVerdictAreThoseOfNeverNarrowerTest() throws IOException {
        String begin = "<!-- reasons: written by ExposureTableTest, do not edit -->\n";
        String page = Files.readString(PAGE);
        int from = page.indexOf(begin) + begin.length();
        String written =
                page.substring(0, from) + WiderReason.list() + page.substring(page.indexOf("<!-- /reasons -->"));
        if (Boolean.getBoolean("breakwater.write")) Files.writeString(PAGE, written);
        assertThat(Files.readString(PAGE)).isEqualTo(written);
    }

    @Test
    void everyServiceThatIsCalledInternalHasAReasonAndASource() throws IOException {
        Set<KnownService> explained = services()
                .filter(row -> !row.cell(2).isEmpty() && row.cell(3).contains("](https://docs.aws.amazon.com/"))
                .flatMap(row -> KnownService.ofPrincipal(row.cell(0)).stream())
                .collect(Collectors.toSet());
        assertThat(explained)
                .containsAll(Arrays.stream(KnownService.values())
                        .filter(KnownService::ofAccountAlone)
                        .toList());
    }

    private static String risk(FunctionExposure judged) {
        return judged.risk().wire();
    }

    private static Stream<Row> rows(String table) throws IOException {
        String page = Files.readString(PAGE);
        String from = page.substring(page.indexOf("<!-- table: " + table + " -->"));
        List<Row> rows = from.substring(0, from.indexOf("<!-- /table -->"))
                .lines()
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .map(ExposureTableTest::row)
                .toList();
        assertThat(rows).hasSizeGreaterThan(10);
        return rows.stream();
    }

    /** Returns the text without code marks. The tests write JSON with single quotes. */
    private static Row row(String line) {
        String inner = line.substring(1, line.length() - 1).replace("`", "");
        return new Row(Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList());
    }
}
