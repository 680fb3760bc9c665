package dev.breakwater.core.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bills computed by hand, with the arithmetic beside them: {@code bills.csv}. */
class BillTableTest {

    /** A case of the table: its lines, the first one with what it comes to. */
    record Case(String name, List<String[]> lines) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> bills() throws IOException {
        Map<String, List<String[]>> cases = new LinkedHashMap<>();
        try (InputStream in = BillTableTest.class.getResourceAsStream("bills.csv")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("case;"))
                    .map(line -> line.split(";", -1))
                    .forEach(line -> cases.merge(line[0], List.<String[]>of(line), BillTableTest::joined));
        }
        return cases.entrySet().stream().map(e -> new Case(e.getKey(), e.getValue()));
    }

    private static List<String[]> joined(List<String[]> a, List<String[]> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("bills")
    void equalsTheBillComputedByHandToTheCent(Case one) {
        String[] first = one.lines().get(0);
        Map<String, Double> discounts = new HashMap<>();
        UsageMonths months = new UsageMonths();
        for (String[] l : one.lines()) {
            discounts.put(l[2], Double.parseDouble(l[13]));
            months.add(Month.start(Month.parse(l[1])) + 1440, usage(l));
        }
        PriceBook book = new PriceBook(Tariffs.list(), Map.of(), discounts, InitShare.ASSUMED);

        Bill bill = months.bill(Month.parse(first[1]), book);

        BigDecimal cents = BigDecimal.valueOf(bill.totalNano(), 9).setScale(2, RoundingMode.HALF_UP);
        assertThat(cents).as(first[15]).isEqualByComparingTo(first[14]);
        assertThat(bill.gaps()).isEmpty();
    }

    @Test
    void theTableHasAllThatABillCanHave() throws IOException {
        assertThat(bills()).hasSizeGreaterThan(30);
    }

    private static Usage usage(String[] l) {
        return new Usage(
                l[2],
                l[3],
                l[4],
                l[5],
                Long.parseLong(l[6]),
                mbMillis(l[7]),
                mbMillis(l[8]),
                mbMillis(l[9]),
                mbMillis(l[10]),
                mbMillis(l[11]),
                new BigDecimal(l[12]).movePointRight(9).longValueExact());
    }

    private static long mbMillis(String text) {
        if (text.equals("?")) return Usage.UNKNOWN;
        if (text.startsWith("g")) return Long.parseLong(text.substring(1)) * Amounts.MB_MILLIS_PER_GB_SECOND;
        long product = 1;
        for (String factor : text.split("x")) product = Math.multiplyExact(product, Long.parseLong(factor));
        return product;
    }
}
