package dev.breakwater.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tables of fields in {@code docs/files.md} are those of the records. To rewrite them: {@code mvn -pl jobs/ledger
 * -am test -Dtest=FilesDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dbreakwater.write=true}.
 */
class FilesDocumentTest {

    private static final Path PAGE = Path.of("..", "..", "docs", "files.md");
    private static final Pattern TABLE =
            Pattern.compile("(?<=<!-- fields of ([^ ]{1,60}) -->\n).*?(?=<!-- end of fields -->)", Pattern.DOTALL);

    @Test
    void thePageHasTheFieldsOfEachFile() throws IOException, IllegalAccessException {
        String page = Files.readString(PAGE);
        Map<String, Class<?>> left = rows();
        Matcher tables = TABLE.matcher(page);
        StringBuilder written = new StringBuilder();
        while (tables.find()) {
            Class<?> row = left.remove(tables.group(1));
            assertThat(row).as("what is " + tables.group(1)).isNotNull();
            tables.appendReplacement(written, Matcher.quoteReplacement(table(row)));
        }
        tables.appendTail(written);
        if (Boolean.getBoolean("breakwater.write")) Files.writeString(PAGE, written);
        assertThat(Files.readString(PAGE)).isEqualTo(written.toString());
        assertThat(left.keySet()).as("files that the page leaves out").isEmpty();
    }

    private static Map<String, Class<?>> rows() throws IllegalAccessException {
        Map<String, Class<?>> rows = new LinkedHashMap<>();
        for (Field constant : LedgerFile.class.getFields()) {
            LedgerFile<?> file = (LedgerFile<?>) constant.get(null);
            rows.put(file.name(), file.row());
        }
        rows.put("KIND-ID.json", RequestRow.class);
        rows.put("budget", BudgetRow.Position.class);
        // the same as for an ended incident
        rows.remove(LedgerFile.OPEN.name());
        return rows;
    }

    private static String table(Class<?> row) {
        List<String> lines = new ArrayList<>(List.of("| field | |", "|---|---|"));
        fields(row, lines);
        return String.join("\n", lines) + '\n';
    }

    private static void fields(Class<?> row, List<String> lines) {
        for (var component : row.getRecordComponents()) {
            Field field = field(row, component.getName());
            if (field.isAnnotationPresent(JsonUnwrapped.class)) {
                fields(field.getType(), lines);
                continue;
            }
            JsonPropertyDescription said = field.getAnnotation(JsonPropertyDescription.class);
            assertThat(said).as(row.getSimpleName() + '.' + field.getName()).isNotNull();
            boolean missing = field.isAnnotationPresent(JsonInclude.class);
            String left = missing && !said.value().contains("missing") ? "; left out if there is none" : "";
            lines.add("| `" + field.getName() + "` | " + said.value() + left + " |");
        }
    }

    private static Field field(Class<?> row, String name) {
        try {
            return row.getDeclaredField(name);
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }
}
